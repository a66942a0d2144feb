import { MINUTE, SECOND } from '@clearwell/water-quality';

const FIRST = 2 * SECOND;
export const LONGEST_WAIT = 5 * MINUTE;

/**
 * How long to wait after an attempt, ms: twice as long after each, up to five minutes, spread by up to half, so that those who failed
 * together do not come back together.
 * @param attempt that failed, from 1
 * @param dice from 0 to 1
 */
export const waitAfter = (attempt: number, dice: number): number =>
  Math.round(Math.min(LONGEST_WAIT, FIRST * 2 ** Math.min(attempt - 1, 30)) * (1 - dice / 2));
