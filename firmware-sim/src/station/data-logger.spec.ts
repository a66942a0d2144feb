import { join } from 'node:path';
import { temporaryFolder } from '@clearwell/testkit';
import { channelKey, DAY, HOUR, MINUTE, type EpochMs } from '@clearwell/water-quality';
import { makeCity } from '../city/make-city.ts';
import type { StationEvent } from '../scenarios/scenario.ts';
import { DataLogger } from './data-logger.ts';
import type { KeptReading } from './kept-reading.ts';
import type { LinkEvents, LoggerLink } from './link.ts';
import { ReadingStore } from './reading-store.ts';

const START = Date.UTC(2026, 10, 20);
const ALL = { boot: -1, seq: -1 };
const [station] = makeCity({ seed: 1, stations: 1 }).stations;
if (station === undefined) throw new Error('a city without a station');
const { id } = station;

/** A connection that takes everything and acknowledges what it is told to. */
class Wire implements LoggerLink {
  state: LoggerLink['state'] = 'up';
  readonly sent: { kind: string; payload: string; acknowledge: () => void }[] = [];
  events: LinkEvents | null = null;

  start(events: LinkEvents): void {
    this.events = events;
  }

  publish(kind: string, payload: string, acknowledge: () => void): void {
    this.sent.push({ kind, payload, acknowledge });
  }

  stop = (): Promise<void> => Promise.resolve();

  eventsSent(): StationEvent[] {
    return this.sent.filter(({ kind }) => kind === 'events').map(({ payload }) => JSON.parse(payload) as StationEvent);
  }
}

describe('a logger', () => {
  let store: ReadingStore;
  let wire: Wire;
  let now: EpochMs;
  let overwritten: number;
  let reboots: readonly EpochMs[];
  let events: readonly StationEvent[];

  const within = (after: EpochMs, until: EpochMs) => (at: EpochMs) => at > after && at <= until;

  const makeLogger = (): DataLogger =>
    new DataLogger(station, {
      rhythm: { interval: 10 * MINUTE, phase: 0 },
      store,
      link: wire,
      now: () => now,
      sample: (at) => [{ sampledAt: at, values: { [channelKey('ph')]: 7.5 }, device: {} }],
      plan: {
        copies: () => 1,
        reboots: (after, until) => reboots.filter(within(after, until)),
        events: (after, until) => events.filter(({ at }) => within(after, until)(at)),
      },
      onAcknowledged: () => undefined,
      onOverwritten: (readings) => {
        overwritten += readings;
      },
      onUp: () => undefined,
      onDown: () => undefined,
      say: () => undefined,
    });

  const kept = (): KeptReading[] => store.pending(id, ALL, 10_000);

  const live = (logger: DataLogger, span: number): void => {
    for (const until = now + span; now < until;) {
      now += 10 * MINUTE;
      logger.sampleDue();
    }
  };

  beforeEach(() => {
    store = ReadingStore.open(join(temporaryFolder(), 'stations.db'));
    wire = new Wire();
    [now, overwritten, reboots, events] = [START, 0, [], []];
  });
  afterEach(() => store.close());

  it('overwrites the oldest when nobody acknowledges for more than seven days, and counts what is gone', () => {
    const logger = makeLogger();
    logger.resume(START - 10 * MINUTE);
    live(logger, 12 * DAY);
    const readings = kept();
    const oldest = readings[0]?.sampledAt ?? NaN;
    expect(now - oldest).toBeGreaterThanOrEqual(7 * DAY);
    expect(now - oldest).toBeLessThan(8 * DAY + HOUR);
    expect(readings.length + overwritten).toBe(12 * 144 + 1);
    expect(overwritten).toBeGreaterThan(4 * 144 - 6);
  });

  it('keeps all it had to make up for at the start, however long that takes to be sent', () => {
    const logger = makeLogger();
    logger.resume(START - 20 * DAY);
    live(logger, 3 * DAY);
    expect(overwritten).toBe(0);
    expect(kept()).toHaveLength(23 * 144);
  });

  it('counts from 1 under the next boot from the first sample after a restart, also in the past', () => {
    reboots = [START - 5 * HOUR, START - 5 * HOUR + MINUTE, START - HOUR - MINUTE];
    makeLogger().resume(START - 6 * HOUR);
    const counts = Map.groupBy(kept(), ({ boot }) => boot);
    expect([...counts].map(([boot, readings]) => [boot, readings.length])).toEqual([[1, 5], [2, 1], [3, 23], [4, 7]]); // prettier-ignore
    for (const readings of counts.values())
      expect(readings.map(({ seq }) => seq)).toEqual(readings.map((_, index) => index + 1));
  });

  it('reports an event at once, and again over the next connection until it is acknowledged', () => {
    const event: StationEvent = { at: START + MINUTE, kind: 'door', state: 'begin' };
    events = [event];
    const logger = makeLogger();
    logger.resume(START - 10 * MINUTE);
    logger.connect(0);
    now = START + MINUTE;
    logger.report();
    expect(wire.eventsSent()).toEqual([event]);
    live(logger, HOUR);
    expect(wire.eventsSent()).toEqual([event]);
    wire.events?.onDown();
    wire.events?.onUp();
    expect(wire.eventsSent()).toEqual([event, event]);
    wire.sent.findLast(({ kind }) => kind === 'events')?.acknowledge();
    wire.events?.onDown();
    wire.events?.onUp();
    expect(wire.eventsSent()).toEqual([event, event]);
    expect(store.countPendingEvents()).toBe(0);
  });
});
