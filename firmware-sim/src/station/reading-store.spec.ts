import { join } from 'node:path';
import { temporaryFolder } from '@clearwell/testkit';
import { channelKey, stationId } from '@clearwell/water-quality';
import type { StationEvent } from '../scenarios/scenario.ts';
import type { KeptReading } from './kept-reading.ts';
import { ReadingStore } from './reading-store.ts';

const STATION = stationId('zz-001');
const ALL = { boot: -1, seq: -1 };

const reading = (seq: number): KeptReading => ({
  boot: 1,
  seq,
  sampledAt: seq * 600_000,
  values: { [channelKey('ph')]: 7.5 },
  device: { power: 'mains' },
});

describe('the reading store', () => {
  let file: string;
  let store: ReadingStore;
  const seqs = (): number[] => store.pending(STATION, ALL, 100).map(({ seq }) => seq);

  beforeEach(() => {
    file = join(temporaryFolder(), 'deep/stations.db');
    store = ReadingStore.open(file);
    store.keep(STATION, [1, 2, 3, 4].map(reading));
  });
  afterEach(() => store.close());

  it('gives back what it keeps, oldest first, after the cursor', () => {
    expect(store.pending(STATION, { boot: 1, seq: 2 }, 10)).toEqual([reading(3), reading(4)]);
  });

  it('offers what was not acknowledged, and only that', () => {
    expect(store.acknowledge(STATION, [reading(1), reading(3)])).toBe(2);
    expect(store.acknowledge(STATION, [reading(3)])).toBe(0);
    expect(seqs()).toEqual([2, 4]);
    expect(store.countPending()).toBe(2);
  });

  it('knows after a restart where the logger stopped, and what was not acknowledged', () => {
    store.acknowledge(STATION, [reading(1)]);
    store.close();
    store = ReadingStore.open(file);
    expect(store.stateOf(STATION)).toEqual({ boot: 1, seq: 4, sampledAt: 2_400_000 });
    expect(seqs()).toEqual([2, 3, 4]);
  });

  it('overwrites what is too old, and says how much of it nobody acknowledged', () => {
    store.acknowledge(STATION, [reading(1), reading(4)]);
    expect(store.prune(STATION, reading(3).sampledAt)).toBe(1);
    expect(seqs()).toEqual([3]);
    expect(store.reoffer(STATION, { boot: 1, fromSeq: 1, toSeq: 4 })).toBe(2);
  });

  it('keeps an event once, offers it until it is acknowledged, and through a restart', () => {
    const event: StationEvent = { at: 600_000, kind: 'calibration', state: 'begin', channels: [channelKey('ph')] };
    store.keepEvents(STATION, [event]);
    store.keepEvents(STATION, [event]);
    store.close();
    store = ReadingStore.open(file);
    expect(store.pendingEvents(STATION)).toEqual([event]);
    store.acknowledgeEvent(STATION, event);
    store.keepEvents(STATION, [event]);
    expect(store.countPendingEvents()).toBe(0);
  });

  it('offers readings again that somebody asks for', () => {
    store.acknowledge(STATION, [1, 2, 3, 4].map(reading));
    expect(store.reoffer(STATION, { boot: 1, fromSeq: 2, toSeq: 3 })).toBe(2);
    expect(seqs()).toEqual([2, 3]);
  });

  it('keeps all readings of a sampling or none', () => {
    expect(() => store.keep(STATION, [reading(5), reading(4)])).toThrow(/UNIQUE/);
    expect(seqs()).toEqual([1, 2, 3, 4]);
    expect(store.stateOf(STATION).seq).toBe(4);
  });

  it('notes where the logger stands apart from what its clock says', () => {
    store.keep(STATION, [{ ...reading(5), sampledAt: 9_000_000 }], { boot: 1, seq: 5, sampledAt: 3_000_000 });
    expect(store.stateOf(STATION)).toEqual({ boot: 1, seq: 5, sampledAt: 3_000_000 });
    expect(store.pending(STATION, { boot: 1, seq: 4 }, 1)).toMatchObject([{ sampledAt: 9_000_000 }]);
  });

  it('belongs to one process at a time', () => {
    expect(() => ReadingStore.open(file)).toThrow(/locked/);
  });
});
