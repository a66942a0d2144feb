import { DAY, MINUTE, type EpochMs } from '@clearwell/water-quality';
import { type IANAZone } from 'luxon';

/**
 * The instants at which a clock on a wall of a time zone shows a time: one, none when the clocks went forward over it,
 * two when they went back over it.
 * @param wall ms, as if the wall stood in UTC
 */
export function instantsOf(wall: number, zone: IANAZone): readonly EpochMs[] {
  const before = zone.offset(wall - DAY);
  const after = zone.offset(wall + DAY);
  if (before === after) return [wall - before * MINUTE];
  return [...new Set([wall - before * MINUTE, wall - after * MINUTE])]
    .filter((at) => at + zone.offset(at) * MINUTE === wall)
    .sort((a, b) => a - b);
}
