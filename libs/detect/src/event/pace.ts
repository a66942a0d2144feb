import { DAY, HOUR, MINUTE, type EpochMs } from '@clearwell/water-quality';
import type { EventConstants } from './constants.ts';

const LEVEL_STEP = 10 * MINUTE;
const FEWEST = 5;
/** A longer step forgets no more than this one. */
const LONGEST = 2 * HOUR;

/** What the time since the row before makes of time constants. */
export class Pace {
  readonly #constants: EventConstants;
  #step = NaN;
  slow = 0;
  long = 0;
  short = 0;
  tailGrowth = 1;
  levelValues = FEWEST;
  /** What a score has to give up: the oftener rows come, the oftener one of them is odd by chance. */
  manyRows = 0;
  /** Of the day, in UTC. */
  hour = 0;

  constructor(constants: EventConstants) {
    this.#constants = constants;
  }

  set(at: EpochMs, before: EpochMs): void {
    this.hour = Math.floor((at % DAY) / HOUR);
    const step = at - before;
    if (step === this.#step) return;
    this.#step = step;
    const dt = Math.min(step, LONGEST);
    const { slowLevel, scaleLong, scaleShort, tailMemory, levelSpan, rowsWeight } = this.#constants;
    this.slow = -Math.expm1(-dt / slowLevel);
    this.long = -Math.expm1(-dt / scaleLong);
    this.short = -Math.expm1(-dt / scaleShort);
    this.tailGrowth = Math.exp(dt / tailMemory);
    this.manyRows = rowsWeight * Math.log10(LEVEL_STEP / Math.min(HOUR, Math.max(MINUTE, step)));
    this.levelValues = Math.max(FEWEST, Math.round(levelSpan / Math.max(dt, LEVEL_STEP)));
  }

  /** The share of a new row in a mean: a plain mean until that of its time constant is smaller. */
  share(rate: number, rows: number): number {
    return Math.max(rate, 1 / (rows + 1));
  }
}
