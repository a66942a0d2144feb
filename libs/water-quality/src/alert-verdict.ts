import type { EpochMs } from './brand.ts';

/** What an alert turned out to be. */
export const VERDICTS = [
  'real_exceedance',
  'real_event',
  'sensor_fault',
  'calibration_or_maintenance',
  'communication',
  'network_work',
  'unknown',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A verdict as it was given. */
export interface GivenVerdict {
  readonly verdict: Verdict;
  /** Why it came about, in the words of who closed it. */
  readonly cause: string;
  readonly by: string;
  readonly at: EpochMs;
  /** It was still going on: the alert holds its key quiet until it ends. */
  readonly wasLasting: boolean;
}
