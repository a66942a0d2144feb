import type { EpochMs } from '@clearwell/water-quality';
import { recall, say, type QualityRule, type Said } from './quality-rule.ts';
import type { Levels } from './levels.ts';

/** Levels in ms: how long a channel may stay as it is. */
export interface FlatLineSettings extends Levels {
  /** Values are flat while their span is less than this, in the channel's unit. */
  readonly tolerance: number;
  /** After values are away for longer than this nobody knows whether they were flat, ms. */
  readonly longestStep: number;
}

const [SINCE, LOW, HIGH, AT] = [0, 1, 2, 3];

/**
 * Flat line in time, not in rows: a run of values begins with the one that leaves the run before it, and is suspect or
 * fails once it has lasted. Missing values neither end a run nor lengthen it.
 */
export class FlatLineRule implements QualityRule {
  readonly test = 'flat_line';
  readonly size = 4;
  readonly #settings: FlatLineSettings;

  constructor(settings: FlatLineSettings) {
    this.#settings = settings;
  }

  begin(memory: Float64Array, place: number): void {
    memory.fill(NaN, place, place + this.size);
  }

  fold(memory: Float64Array, place: number, sampledAt: EpochMs, value: number): Said {
    if (Number.isNaN(value)) return say(9);
    const { tolerance, longestStep, suspect = Infinity, fail = Infinity } = this.#settings;
    const low = Math.min(recall(memory, place + LOW), value);
    const high = Math.max(recall(memory, place + HIGH), value);
    // Of a channel without a past both are NaN: it begins a run as well.
    const goesOn = high - low < tolerance && sampledAt - recall(memory, place + AT) <= longestStep;
    const since = goesOn ? recall(memory, place + SINCE) : sampledAt;
    memory[place + SINCE] = since;
    memory[place + LOW] = goesOn ? low : value;
    memory[place + HIGH] = goesOn ? high : value;
    memory[place + AT] = sampledAt;
    const lasted = sampledAt - since;
    return say(lasted >= fail ? 4 : lasted >= suspect ? 3 : 1);
  }
}
