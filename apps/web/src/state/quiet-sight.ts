import type { Quiet } from '@clearwell/contracts';
import type { EpochMs, StationId } from '@clearwell/water-quality';

type WorkWindow = Quiet['windows'][number];
type Mute = Quiet['mutes'][number];

/** The window of work that is open at a station, the one that ends last. */
export function workOf({ windows }: Quiet, station: StationId, now: EpochMs | null): WorkWindow | null {
  const open = windows.filter((one) => one.station === station && now !== null && one.from <= now && now < one.until);
  return open.sort((a, b) => b.until - a.until)[0] ?? null;
}

/** The mute of a whole station that is in force. */
export function muteOf({ mutes }: Quiet, station: StationId, now: EpochMs | null): Mute | null {
  const isMeant = ({ scope, from, until }: Mute): boolean =>
    scope.of === 'station' && scope.station === station && now !== null && from <= now && now < until;
  return mutes.find(isMeant) ?? null;
}
