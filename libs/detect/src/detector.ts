import type { Episode, QualifiedReading, QualityChange, ReadingFinding, Station } from '@clearwell/water-quality';

/** What a watch saved: JSON, or bytes of its own. */
export type Saved = string | Uint8Array;

/**
 * A detector's watch over one station: judges its readings in the order they were sampled, without a clock. It changes as it folds; what it saved
 * goes on, bit by bit, as it would have.
 */
export interface Watch {
  /**
   * Takes the next reading in and says which episodes it raised, changed or ended, as they now are.
   * @param station what was true of it when the reading was sampled
   */
  fold(reading: QualifiedReading, station: Station): readonly Episode[];
  /** Episodes that last. */
  open(): readonly Episode[];
  /** What those say of the newest reading. */
  findings(station: Station): readonly ReadingFinding[];
  /** All it remembers; null: nothing. The same memory is always saved alike. */
  save(): Saved | null;
}

/** Flags one station's readings by what its channels did before, in the order they were sampled. */
export interface QualityWatch {
  fold(
    reading: QualifiedReading,
    station: Station,
  ): { readonly reading: QualifiedReading; readonly earlier: readonly QualityChange[] };
  save(): Saved | null;
}

/** How readings are flagged before they are judged. */
export interface Qualifier {
  readonly name: string;
  readonly version: number;
  watch(saved: Saved | null): QualityWatch;
}

/** One way to judge a station. */
export interface Detector {
  /** Names its memory in what is kept; never changed once it has shipped. */
  readonly name: string;
  /** Another number: what was saved before is not understood, and the stations are judged anew. */
  readonly version: number;
  /** @param saved what a watch of this version saved; null for a station nothing is known of */
  watch(saved: Saved | null): Watch;
}
