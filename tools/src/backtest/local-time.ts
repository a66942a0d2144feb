import type { EpochMs } from '@clearwell/water-quality';
import { DateTime, type Zone } from 'luxon';

/** 03-12 15:36: a time as the people of a zone have it; a reason stands beside its year. @param zone null: UTC */
export const localTime =
  (zone: Zone | string | null): ((at: EpochMs) => string) =>
  (at) =>
    DateTime.fromMillis(at, { zone: zone ?? 'utc' }).toFormat('MM-dd HH:mm');
