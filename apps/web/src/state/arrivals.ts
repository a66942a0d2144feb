import type { StationState } from '@clearwell/contracts';
import type { EpochMs, Station, StationId } from '@clearwell/water-quality';

/** Missed readings it takes to say that none arrive. */
const ENOUGH_MISSED = 5;
/** Part of its interval a reading may be late without being missed. */
const LATENESS = 0.1;

interface Arrivals {
  readonly stations: readonly Station[];
  readonly stateOf: (id: StationId) => StationState | undefined;
  readonly lastReceivedAt: EpochMs | null;
  readonly now: EpochMs;
}

/**
 * Whether readings stopped coming altogether: since the last one, several stations' next readings fell due and none
 * came. Counting what is due, rather than a fixed time, holds for stations that sample together as for staggered ones.
 */
export function arrivalsStopped({ stations, stateOf, lastReceivedAt, now }: Arrivals): boolean {
  if (lastReceivedAt === null || stations.length === 0) return false;
  const longest = Math.max(...stations.map((station) => station.intervalMs));
  if (now - lastReceivedAt > 2 * longest) return true;
  const missed = stations.filter((station) => {
    const last = stateOf(station.id)?.latest?.receivedAt;
    if (last === undefined) return false;
    const due = last + station.intervalMs;
    return due >= lastReceivedAt && due + LATENESS * station.intervalMs < now;
  });
  return missed.length >= Math.min(ENOUGH_MISSED, stations.length);
}
