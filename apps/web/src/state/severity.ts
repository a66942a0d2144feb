import { STATUSES, type Status } from '@clearwell/water-quality';

/** Worst first: what people must see before the rest. */
export const WORST_FIRST: readonly Status[] = [
  'exceedance',
  'warning',
  'fault',
  'offline',
  'stale',
  'maintenance',
  'normal',
];

const ranks = new Map(WORST_FIRST.map((status, rank) => [status, rank]));

/** 0 is the worst. */
export const severity = (status: Status): number => ranks.get(status) ?? STATUSES.length;
