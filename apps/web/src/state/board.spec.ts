import type { StationState } from '@clearwell/contracts';
import { STATUSES, stationId } from '@clearwell/water-quality';
import fc from 'fast-check';
import { applyDelta, boardOf, type Board, type Delta } from './board.ts';

const stateOf = (id: string, receivedAt: number, status: StationState['status'] = 'normal'): StationState => ({
  station: stationId(id),
  status,
  freshness: 'fresh',
  unverified: false,
  latest: { sampledAt: receivedAt - 1, receivedAt, values: {}, flags: {} },
  findings: [],
  link: null,
});

const clock = { origin: 0, start: 0, rate: 1, now: 0 };
const empty = boardOf({
  n: 0,
  revision: 0,
  clock,
  lastReceivedAt: null,
  fault: null,
  stations: [],
  alerts: [],
  quiet: { windows: [], mutes: [] },
});

const change = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c'),
    at: fc.integer({ min: 1, max: 99 }),
    status: fc.constantFrom(...STATUSES),
  })
  .map(({ id, at, status }) => stateOf(id, at, status));

const applied = (board: Board, delta: Delta): Board => {
  const next = applyDelta(board, delta);
  if (next === 'gap') throw new Error('unexpected gap');
  return next;
};

const singly = (changes: readonly StationState[]): Board =>
  changes.reduce((board, state, i) => applied(board, { since: i, n: i + 1, at: 0, stations: [state] }), empty);

describe('applying deltas', () => {
  it('reaches the same board whether they come one by one or as the newest of each in one', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1 }), (changes) => {
        const newest = new Map(changes.map((state) => [state.station, state]));
        const joined = applied(empty, { since: 0, n: changes.length, at: 0, stations: [...newest.values()] });
        const oneByOne = singly(changes);
        expect(joined.n).toBe(oneByOne.n);
        expect(Object.fromEntries(joined.stations)).toEqual(Object.fromEntries(oneByOne.stations));
      }),
    );
  });

  it('refuses every delta that does not count on from the number held', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 50 }), fc.integer({ min: 0, max: 40 }), (since, held) => {
        const next = applyDelta({ ...empty, n: held }, { since, n: since + 1, at: 0, stations: [] });
        expect(next === 'gap').toBe(since !== held);
      }),
    );
  });

  it('leaves the board it started from as it was', () => {
    const before = boardOf({
      n: 4,
      revision: 0,
      clock,
      lastReceivedAt: 3,
      fault: null,
      stations: [stateOf('a', 3)],
      alerts: [],
      quiet: { windows: [], mutes: [] },
    });
    applied(before, { since: 4, n: 5, at: 0, stations: [stateOf('a', 9, 'exceedance')] });
    expect(before.stations.get(stationId('a'))?.status).toBe('normal');
  });

  it('keeps the object of a station the delta does not name', () => {
    const before = boardOf({
      n: 4,
      revision: 0,
      clock,
      lastReceivedAt: 3,
      fault: null,
      stations: [stateOf('a', 3), stateOf('b', 3)],
      alerts: [],
      quiet: { windows: [], mutes: [] },
    });
    const after = applied(before, { since: 4, n: 5, at: 0, stations: [stateOf('b', 9)] });
    expect(after.stations.get(stationId('a'))).toBe(before.stations.get(stationId('a')));
  });

  it('never moves the time of the last reading back', () => {
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const last = singly(changes).lastReceivedAt ?? 0;
        expect(last).toBe(Math.max(0, ...changes.map((state) => state.latest?.receivedAt ?? 0)));
      }),
    );
  });
});
