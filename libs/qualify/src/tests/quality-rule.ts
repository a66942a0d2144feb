import type { EpochMs, QualityFlag, QualityTest } from '@clearwell/water-quality';

/**
 * What a test says when a reading comes: the flag of its value, and new flags of the two values before it, four bits
 * each, the newest lowest. 0: what was said of that value before stands.
 */
export type Said = number;

type Revision = QualityFlag | 0;

export const say = (now: QualityFlag, before: Revision = 0, beforeThat: Revision = 0): Said =>
  now | (before << 4) | (beforeThat << 8);

/** The flag said of the value `back` readings ago (0, 1 or 2); 0: nothing new. */
export const saidOf = (said: Said, back: number): number => (said >> (4 * back)) & 15;

/**
 * One QARTOD test, as it runs along a channel's values in the order they were sampled. It keeps nothing itself: what it
 * remembers are `size` numbers in the judge's memory, from `place` on.
 */
export interface QualityRule {
  readonly test: QualityTest;
  readonly size: number;
  /** Sets the memory of a channel that has no past. */
  begin(memory: Float64Array, place: number): void;
  /** @param value in the channel's unit; NaN: missing */
  fold(memory: Float64Array, place: number, sampledAt: EpochMs, value: number): Said;
}

/** A number that is remembered. */
export const recall = (memory: Float64Array, place: number): number => memory[place] ?? NaN;
