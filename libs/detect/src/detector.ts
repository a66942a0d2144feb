import type { Episode, Finding, QualifiedReading, Station } from '@clearwell/water-quality';

export interface Step<Memory = unknown> {
  /** Null: nothing to remember. */
  readonly memory: Memory | null;
  /** Episodes this reading raised, changed or ended, as they now are. */
  readonly episodes: readonly Episode[];
}

/**
 * One way to judge a station's readings: a fold over them in the order they were sampled, pure and without a clock. Its
 * memory is plain JSON and the same after a round trip through text; it alone says what went before.
 */
export interface Detector<Memory = unknown> {
  /** Names its memory in what is kept; never changed once it has shipped. */
  readonly name: string;
  /** `station`: what was true of it when the reading was sampled. */
  fold(memory: Memory | null, reading: QualifiedReading, station: Station): Step<Memory>;
  /** Episodes that last. */
  open(memory: Memory): readonly Episode[];
  /** What those say of the newest reading. */
  findings(memory: Memory, station: Station): readonly Finding[];
}
