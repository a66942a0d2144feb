import { MINUTE, type EpochMs } from '@clearwell/water-quality';
import type { Band } from './svg-chart.ts';

const MOST = 3_000;

interface Slot {
  readonly at: EpochMs;
  score: number;
  isAlert: boolean;
  isLabelled: boolean;
}

/** The score of a whole history in at most 3,000 slots, which widen as it grows; each keeps its largest score. */
export class ScoreOverview {
  #slots: Slot[] = [];
  #width = MINUTE;

  add(at: EpochMs, score: number, isAlert: boolean, isLabelled: boolean): void {
    this.#put({ at: Math.floor(at / this.#width) * this.#width, score, isAlert, isLabelled });
    while (this.#slots.length > MOST) this.#widen();
  }

  #put(slot: Slot): void {
    const newest = this.#slots.at(-1);
    if (newest?.at !== slot.at) {
      this.#slots.push(slot);
      return;
    }
    newest.score = Math.max(newest.score, slot.score);
    newest.isAlert ||= slot.isAlert;
    newest.isLabelled ||= slot.isLabelled;
  }

  #widen(): void {
    this.#width *= 2;
    const slots = this.#slots;
    this.#slots = [];
    for (const slot of slots) this.#put({ ...slot, at: Math.floor(slot.at / this.#width) * this.#width });
  }

  get points(): readonly (readonly [EpochMs, number])[] {
    return this.#slots.map(({ at, score }) => [at, score]);
  }

  /** What is labelled, and over it what alerted. */
  get bands(): readonly Band[] {
    const of = (className: string, kind: 'isAlert' | 'isLabelled'): Band[] =>
      this.#slots.filter((slot) => slot[kind]).map(({ at }) => ({ from: at, to: at + this.#width, className }));
    return [...of('labelled', 'isLabelled'), ...of('alert', 'isAlert')];
  }
}
