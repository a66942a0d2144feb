import type { StationState } from '@clearwell/contracts';
import { MINUTE, SECOND, stationId, type Station, type StationId } from '@clearwell/water-quality';
import { arrivalsStopped } from './arrivals.ts';

const interval = 10 * MINUTE;
const start = Date.UTC(2026, 10, 21);

const stations = Array.from({ length: 48 }, (_, i) => ({ id: stationId(`s-${i}`), intervalMs: interval }) as Station);

/** 48 stations, the last of which was heard at `start`. */
function heard(spacing: number): (id: StationId) => StationState {
  return (id) => {
    const place = Number(id.slice(2));
    return { latest: { receivedAt: start - (47 - place) * spacing } } as StationState;
  };
}

const stoppedAfter = (age: number, spacing: number): boolean =>
  arrivalsStopped({ stations, stateOf: heard(spacing), lastReceivedAt: start, now: start + age });

describe('whether readings still arrive', () => {
  it('misses staggered stations after some two minutes', () => {
    expect(stoppedAfter(40 * SECOND, 12.5 * SECOND)).toBe(false);
    expect(stoppedAfter(150 * SECOND, 12.5 * SECOND)).toBe(true);
  });

  it('waits for stations that all sample at once', () => {
    expect(stoppedAfter(9 * MINUTE, 0)).toBe(false);
    expect(stoppedAfter(12 * MINUTE, 0)).toBe(true);
  });

  it('does not count stations that had been silent before', () => {
    const stateOf = (id: StationId) =>
      (id === 's-0'
        ? { latest: { receivedAt: start } }
        : { latest: { receivedAt: start - 3_600_000 } }) as StationState;
    expect(arrivalsStopped({ stations, stateOf, lastReceivedAt: start, now: start + 12 * MINUTE })).toBe(false);
  });

  it('says so of a single station after twice its interval at the latest', () => {
    const one = stations.slice(0, 1);
    const at = (age: number) =>
      arrivalsStopped({ stations: one, stateOf: () => undefined, lastReceivedAt: start, now: start + age });
    expect(at(19 * MINUTE)).toBe(false);
    expect(at(21 * MINUTE)).toBe(true);
  });
});
