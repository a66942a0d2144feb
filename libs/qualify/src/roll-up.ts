import type { QualityFlag } from '@clearwell/water-quality';

/** How much a flag weighs beside others: missing < not evaluated < good < suspect < fail; 0 says nothing. */
const WEIGHTS = [0, 3, 2, 4, 5, 0, 0, 0, 0, 1];

export const weightOf = (flag: number): number => WEIGHTS[flag] ?? 0;

/** QARTOD's aggregate of several flags of one value: the heaviest. Of none: missing. */
export const rollUp = (flags: readonly QualityFlag[]): QualityFlag =>
  flags.reduce((heaviest, flag) => (weightOf(flag) > weightOf(heaviest) ? flag : heaviest), 9);
