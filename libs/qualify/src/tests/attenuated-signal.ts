import type { EpochMs } from '@clearwell/water-quality';
import { flagBelow, type Levels } from './levels.ts';
import { recall, say, type QualityRule, type Said } from './quality-rule.ts';

/** Levels in the channel's unit: a span of values below them is too quiet. */
export interface AttenuatedSettings extends Levels {
  /** Over how long the span is taken, ms. */
  readonly period: number;
}

/** The period is cut into panes at fixed instants; each keeps its lowest and highest value only. */
export const PANES = 8;
/** With values in fewer panes than this the span is not known. */
export const NEEDED_PANES = 7;

/**
 * Attenuated signal: the span of the values of the pane a reading falls into and of the seven before it. Kept as panes so that
 * a day of minutes costs no more memory than a day of hours.
 */
export class AttenuatedSignalRule implements QualityRule {
  readonly test = 'attenuated_signal';
  /**
   * The newest pane's number, then lows, then highs, each pane at its number modulo `PANES`; an empty one has NaN. Last
   * how long a pane is, ms: of another length they say nothing.
   */
  readonly size = 2 + 2 * PANES;
  readonly #settings: AttenuatedSettings;
  readonly #pane: number;

  constructor(settings: AttenuatedSettings) {
    this.#settings = settings;
    this.#pane = settings.period / PANES;
  }

  begin(memory: Float64Array, place: number): void {
    memory.fill(NaN, place, place + this.size);
    memory[place + this.size - 1] = this.#pane;
  }

  fold(memory: Float64Array, place: number, sampledAt: EpochMs, value: number): Said {
    if (Number.isNaN(value)) return say(9);
    if (recall(memory, place + this.size - 1) !== this.#pane) this.begin(memory, place);
    const pane = Math.floor(sampledAt / this.#pane);
    const [lows, highs] = [place + 1, place + 1 + PANES];
    this.#moveTo(pane, memory, place);
    const slot = pane % PANES;
    const low = recall(memory, lows + slot);
    const isEmpty = Number.isNaN(low);
    memory[lows + slot] = isEmpty ? value : Math.min(low, value);
    memory[highs + slot] = isEmpty ? value : Math.max(recall(memory, highs + slot), value);
    return say(this.#judge(memory, lows, highs));
  }

  /** Empties the panes between the newest one and this one. */
  #moveTo(pane: number, memory: Float64Array, place: number): void {
    const newest = recall(memory, place);
    if (newest === pane) return;
    const from = newest > pane - PANES ? newest + 1 : pane - PANES + 1;
    for (let passed = from; passed <= pane; passed++) {
      memory[place + 1 + (passed % PANES)] = NaN;
      memory[place + 1 + PANES + (passed % PANES)] = NaN;
    }
    memory[place] = pane;
  }

  #judge(memory: Float64Array, lows: number, highs: number): 1 | 2 | 3 | 4 {
    let [held, lowest, highest] = [0, Infinity, -Infinity];
    for (let slot = 0; slot < PANES; slot++) {
      const low = recall(memory, lows + slot);
      if (Number.isNaN(low)) continue;
      held++;
      lowest = Math.min(lowest, low);
      highest = Math.max(highest, recall(memory, highs + slot));
    }
    if (held < NEEDED_PANES) return 2;
    return flagBelow(highest - lowest, this.#settings) as 1 | 3 | 4;
  }
}
