import type { EpochMs, QualityFlag } from '@clearwell/water-quality';
import { recall, say, type QualityRule, type Said } from '../tests/quality-rule.ts';

/** Windows in places: a value is flat if it and that many before it span less than the tolerance. */
export interface FlatLineWindows {
  readonly suspect: number;
  readonly fail: number;
  readonly tolerance: number;
}

/** A series shorter than this is good, missing values and all. */
const SHORTEST = 3;

/** Flat line as ioos_qc has it: gaps are not looked at, and a missing value takes a place. Only for comparison. */
export class FlatLineWindowRule implements QualityRule {
  readonly test = 'flat_line';
  readonly size: number;
  readonly #windows: FlatLineWindows;
  readonly #places: number;

  constructor(windows: FlatLineWindows) {
    this.#windows = windows;
    this.#places = Math.max(windows.suspect, windows.fail, SHORTEST) + 1;
    this.size = 1 + this.#places;
  }

  begin(memory: Float64Array, place: number): void {
    memory.fill(NaN, place, place + this.size);
    memory[place] = 0;
  }

  fold(memory: Float64Array, place: number, _sampledAt: EpochMs, value: number): Said {
    const index = recall(memory, place);
    memory[place] = index + 1;
    memory[place + 1 + (index % this.#places)] = value;
    if (index + 1 < SHORTEST) return say(1);
    const now = this.#judge(memory, place, index);
    if (index + 1 > SHORTEST) return say(now);
    return say(now, this.#judge(memory, place, index - 1), this.#judge(memory, place, index - 2));
  }

  #judge(memory: Float64Array, place: number, index: number): QualityFlag {
    if (Number.isNaN(this.#valueAt(memory, place, index))) return 9;
    const { suspect, fail, tolerance } = this.#windows;
    if (this.#span(memory, place, index, fail) < tolerance) return 4;
    return this.#span(memory, place, index, suspect) < tolerance ? 3 : 1;
  }

  /** Infinity where there are not that many values yet. */
  #span(memory: Float64Array, place: number, index: number, window: number): number {
    if (index < window) return Infinity;
    let [low, high] = [Infinity, -Infinity];
    for (let past = index - window; past <= index; past++) {
      const value = this.#valueAt(memory, place, past);
      if (Number.isNaN(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return high - low;
  }

  #valueAt(memory: Float64Array, place: number, index: number): number {
    return recall(memory, place + 1 + (index % this.#places));
  }
}
