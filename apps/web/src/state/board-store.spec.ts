import type { StationState } from '@clearwell/contracts';
import { stationId } from '@clearwell/water-quality';
import { BoardStore } from './board-store.ts';

const [a, b] = [stationId('a'), stationId('b')];
const stateOf = (station: StationState['station'], status: StationState['status'] = 'normal'): StationState => ({
  station,
  status,
  freshness: 'fresh',
  unverified: false,
  latest: { sampledAt: 1, receivedAt: 2, values: {}, flags: {} },
  findings: [],
  link: null,
});

function storeWithTwo(): BoardStore {
  const store = new BoardStore();
  const clock = { origin: 0, start: 0, rate: 1, now: 0 };
  store.applySnapshot({
    n: 7,
    revision: 0,
    clock,
    lastReceivedAt: 2,
    fault: null,
    stations: [stateOf(a), stateOf(b)],
    alerts: [],
    quiet: { windows: [], mutes: [] },
  });
  return store;
}

describe('the board store', () => {
  it('tells only the listeners of the station a delta names', () => {
    const store = storeWithTwo();
    const heard: string[] = [];
    store.subscribeStation(a, () => heard.push('a'));
    store.subscribeStation(b, () => heard.push('b'));
    store.applyDelta({ since: 7, n: 8, at: 0, stations: [stateOf(b)] });
    expect(heard).toEqual(['b']);
  });

  it('keeps the standings while values change and no status does', () => {
    const store = storeWithTwo();
    const before = store.standings.get();
    store.applyDelta({ since: 7, n: 8, at: 0, stations: [stateOf(a)] });
    expect(store.standings.get()).toBe(before);
    store.applyDelta({ since: 8, n: 9, at: 0, stations: [stateOf(a, 'warning')] });
    expect(store.standings.get().get(a)?.status).toBe('warning');
  });

  it('takes no delta before a snapshot, and none over a gap', () => {
    expect(new BoardStore().applyDelta({ since: 0, n: 1, at: 0, stations: [] })).toBe(false);
    const store = storeWithTwo();
    expect(store.applyDelta({ since: 8, n: 9, at: 0, stations: [stateOf(a, 'warning')] })).toBe(false);
    expect(store.stateOf(a)?.status).toBe('normal');
  });

  it('forgets a station the next snapshot no longer holds', () => {
    const store = storeWithTwo();
    let heard = 0;
    store.subscribeStation(b, () => (heard += 1));
    const clock = { origin: 0, start: 0, rate: 1, now: 0 };
    store.applySnapshot({
      n: 1,
      revision: 0,
      clock,
      lastReceivedAt: 2,
      fault: null,
      stations: [stateOf(a)],
      alerts: [],
      quiet: { windows: [], mutes: [] },
    });
    expect(store.stateOf(b)).toBeUndefined();
    expect(heard).toBe(1);
  });
});
