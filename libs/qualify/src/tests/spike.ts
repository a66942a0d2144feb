import type { EpochMs } from '@clearwell/water-quality';
import { flagAbove, type Levels } from './levels.ts';
import { recall, say, type QualityRule, type Said } from './quality-rule.ts';

export interface SpikeSettings extends Levels {
  /**
   * How a value's height over its neighbours is measured, in the channel's unit. `average`: from the mean of both.
   * `differential`: the smaller of the two steps, if the value goes back the way it came: a step is no spike.
   */
  readonly method: 'average' | 'differential';
  /** Neighbours farther away than this are none, ms. */
  readonly longestStep: number;
}

// Of the value before the newest, and of the one before that.
const [VALUE, AT, EARLIER_VALUE, EARLIER_AT] = [0, 1, 2, 3];

/**
 * QARTOD spike: needs the neighbour on both sides, so a value is not evaluated until the next reading comes, and then
 * its flag is revised. Without one of them, or with a missing one, it stays not evaluated.
 */
export class SpikeRule implements QualityRule {
  readonly test = 'spike';
  readonly size = 4;
  readonly #settings: SpikeSettings;

  constructor(settings: SpikeSettings) {
    this.#settings = settings;
  }

  begin(memory: Float64Array, place: number): void {
    memory.fill(NaN, place, place + this.size);
  }

  fold(memory: Float64Array, place: number, sampledAt: EpochMs, value: number): Said {
    const before = recall(memory, place + VALUE);
    const beforeAt = recall(memory, place + AT);
    const height = this.#height(recall(memory, place + EARLIER_VALUE), before, value);
    const { longestStep } = this.#settings;
    const isClose = sampledAt - beforeAt <= longestStep && beforeAt - recall(memory, place + EARLIER_AT) <= longestStep;
    memory[place + EARLIER_VALUE] = before;
    memory[place + EARLIER_AT] = beforeAt;
    memory[place + VALUE] = value;
    memory[place + AT] = sampledAt;
    const revision = isClose && !Number.isNaN(height) ? flagAbove(height, this.#settings) : 0;
    return say(Number.isNaN(value) ? 9 : 2, revision);
  }

  /** NaN where one of the three is missing. */
  #height(before: number, value: number, after: number): number {
    if (this.#settings.method === 'average') return Math.abs(value - (before + after) / 2);
    const [there, back] = [value - before, after - value];
    return there * back < 0 ? Math.min(Math.abs(there), Math.abs(back)) : 0 * there * back;
  }
}
