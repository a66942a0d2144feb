import { isJudgeable, type ChannelKey, type QualifiedReading, type Quality } from '@clearwell/water-quality';

const NOT_JUDGED: Quality = { flag: 2, test: 'beyond_horizon' };

/**
 * A reading that comes beyond the horizon is kept and shown, and marked by its flags: no value of it is judged. Of one
 * that was there in time (`stored`) all that was judged stands; only the channels it did not have are added.
 */
export function setBeyond(reading: QualifiedReading, stored: QualifiedReading | null): QualifiedReading {
  const quality: Partial<Record<ChannelKey, Quality>> = {};
  for (const [channel, found] of Object.entries(reading.quality) as [ChannelKey, Quality][]) {
    quality[channel] = isJudgeable(found.flag) ? NOT_JUDGED : found;
  }
  if (stored === null) return { ...reading, quality };
  return {
    ...reading,
    values: { ...reading.values, ...stored.values },
    quality: { ...quality, ...stored.quality },
    marks: { ...reading.marks, ...stored.marks },
  };
}
