import { DAY, HOUR, type EpochMs } from '@clearwell/water-quality';

/** China has one time zone and no summer time. */
export const UTC_PLUS_8 = 8 * HOUR;

/** Local time of day, hours. */
export const hourOf = (at: EpochMs): number => ((at + UTC_PLUS_8) % DAY) / HOUR;

/** 0 is Sunday; 1970-01-01 was a Thursday. */
const weekday = (at: EpochMs): number => (Math.floor((at + UTC_PLUS_8) / DAY) + 4) % 7;

const hump = (hour: number, middle: number, width: number): number => Math.exp(-(((hour - middle) / width) ** 2));

/** How much water the city draws, as a share of the mean: low at night, peaks in the morning, at noon and in the evening. */
export function demandAt(at: EpochMs): number {
  const hour = hourOf(at);
  const free = weekday(at) === 0 || weekday(at) === 6;
  const morning = free ? 0.38 * hump(hour, 8.8, 1.9) : 0.55 * hump(hour, 7.5, 1.4);
  return 0.68 + morning + 0.28 * hump(hour, 12.3, 1.8) + 0.55 * hump(hour, 19.3, 2.1);
}

/** How far the draw stands above the mean: 0 at night and between the peaks, 1 at its highest. */
export const peakAt = (at: EpochMs): number => Math.min(1, Math.max(0, (demandAt(at) - 0.75) / 0.5));
