import { SECOND, type EpochMs, type QualityFlag } from '@clearwell/water-quality';
import { flagAbove, type Levels } from './levels.ts';
import { recall, say, type QualityRule, type Said } from './quality-rule.ts';

/** Levels in the channel's unit per second. */
export interface RateSettings extends Levels {
  /** A change counts as having taken at least this long, whole seconds: one step of a sensor in a minute is no rate. */
  readonly leastSeconds: number;
  /** A value farther back than this says nothing of the rate, ms. */
  readonly longestStep: number;
  /** Whether the rate is taken over missing values, from the last one that was there. */
  readonly isBridging: boolean;
  /** What is said of a value whose rate can't be known. */
  readonly unknown: QualityFlag;
}

const [VALUE, AT] = [0, 1];

/** QARTOD rate of change, looking back one value. A sudden rise or fall is never more than suspect unless a fail level is set. */
export class RateOfChangeRule implements QualityRule {
  readonly test = 'rate_of_change';
  readonly size = 2;
  readonly #settings: RateSettings;

  constructor(settings: RateSettings) {
    this.#settings = settings;
  }

  begin(memory: Float64Array, place: number): void {
    memory.fill(NaN, place, place + this.size);
  }

  fold(memory: Float64Array, place: number, sampledAt: EpochMs, value: number): Said {
    const { isBridging, leastSeconds, longestStep, unknown } = this.#settings;
    if (Number.isNaN(value)) {
      if (!isBridging) memory[place + VALUE] = NaN;
      return say(9);
    }
    const change = Math.abs(value - recall(memory, place + VALUE));
    const step = sampledAt - recall(memory, place + AT);
    memory[place + VALUE] = value;
    memory[place + AT] = sampledAt;
    if (Number.isNaN(change) || step > longestStep) return say(unknown);
    return say(flagAbove(change / Math.max(Math.floor(step / SECOND), leastSeconds), this.#settings));
  }
}
