import { type EpochMs, type QualityFlag } from '@clearwell/water-quality';
import { flagBelow, type Levels } from '../tests/levels.ts';
import { recall, say, type QualityRule, type Said } from '../tests/quality-rule.ts';

export interface AttenuatedCheck extends Levels {
  readonly type: 'std' | 'range';
}

export interface AttenuatedWindow extends AttenuatedCheck {
  /** A value as old as this is out, ms. */
  readonly period: number;
  /** Fewer values than this: not evaluated. */
  readonly leastValues: number;
  /** The most readings that a period can hold. */
  readonly capacity: number;
}

/** Population deviation in two passes, so that values that are binary-exact give one that is. */
function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

const rangeOf = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

const flagSpread = (values: readonly number[], check: AttenuatedCheck): QualityFlag =>
  flagBelow(check.type === 'std' ? deviationOf(values) : rangeOf(values), check);

/** Attenuated signal as ioos_qc has it for a whole series: one result, for all values that are there (NaN: missing). */
export function flagWholeSeries(values: readonly number[], check: AttenuatedCheck): QualityFlag[] {
  const present = values.filter((value) => !Number.isNaN(value));
  const flag = present.length === 0 ? 9 : flagSpread(present, check);
  return values.map((value) => (Number.isNaN(value) ? 9 : flag));
}

/** Attenuated signal as ioos_qc has it over a rolling period. Only for comparison: it looks at the whole window each time. */
export class AttenuatedWindowRule implements QualityRule {
  readonly test = 'attenuated_signal';
  readonly size: number;
  readonly #window: AttenuatedWindow;

  constructor(window: AttenuatedWindow) {
    this.#window = window;
    this.size = 1 + 2 * window.capacity;
  }

  begin(memory: Float64Array, place: number): void {
    memory.fill(NaN, place, place + this.size);
    memory[place] = 0;
  }

  fold(memory: Float64Array, place: number, sampledAt: EpochMs, value: number): Said {
    const { capacity, period, leastValues, type } = this.#window;
    const index = recall(memory, place);
    const slotOf = (past: number): number => place + 1 + 2 * (past % capacity);
    memory[place] = index + 1;
    memory[slotOf(index)] = sampledAt;
    memory[slotOf(index) + 1] = value;
    if (Number.isNaN(value)) return say(9);
    const values: number[] = [];
    for (let past = index; past >= 0 && past > index - capacity; past--) {
      if (recall(memory, slotOf(past)) <= sampledAt - period) break;
      const one = recall(memory, slotOf(past) + 1);
      if (!Number.isNaN(one)) values.push(one);
      else if (type === 'range') return say(2);
    }
    return say(values.length < leastValues ? 2 : flagSpread(values, this.#window));
  }
}
