import {
  isFlaggedAlike,
  type Episode,
  type EpochMs,
  type QualifiedReading,
  type QualityChange,
} from '@clearwell/water-quality';
import type { DetectorState, Judged, StationFold } from './station-fold.ts';

/** So many readings on, what a reading is flagged can still change: a fold goes on as far where it came to the same. */
export const REVISING = 2;

export const identity = ({ channel, rule, start }: Episode): string => `${channel ?? ''}|${rule}|${String(start)}`;

/** A part of a history, folded in one go, and what that came to. */
export class Stretch {
  /** Raised, changed or ended, as they were in the end. */
  readonly touched = new Map<string, Episode>();
  readonly flags: QualityChange[] = [];
  readonly checkpoints: DetectorState[] = [];
  newest: QualifiedReading | null = null;
  readings = 0;
  /** Episodes that last where it ended. */
  lasting: readonly Episode[] = [];
  /** Where the fold came to the same as had been kept there; Infinity: it went on to the end. */
  until: EpochMs = NaN;

  get isEnded(): boolean {
    return !Number.isNaN(this.until);
  }

  /** Of what is folded beyond the end only what it says of the readings before it counts. */
  note(stored: QualifiedReading, { reading, episodes, earlier }: Judged): void {
    if (this.isEnded) {
      this.flags.push(...earlier.filter(({ sampledAt }) => sampledAt <= this.until));
      return;
    }
    if (!isFlaggedAlike(stored, reading)) this.flags.push(flagAgain(reading));
    this.flags.push(...earlier);
    this.touch(episodes);
    this.newest = reading;
    this.readings++;
  }

  touch(episodes: readonly Episode[]): void {
    if (this.isEnded) return;
    for (const episode of episodes) this.touched.set(identity(episode), episode);
  }

  mark(judge: StationFold): void {
    if (!this.isEnded) this.checkpoints.push(judge.save());
  }

  end(until: EpochMs, judge: StationFold): void {
    this.until = until;
    this.lasting = judge.open();
  }
}

/** Only the flags: what stands there may have come again since, under a higher number. */
const flagAgain = ({ sampledAt, quality }: QualifiedReading): QualityChange => ({
  sampledAt,
  flag: (standing) => ({ ...standing, quality }),
});
