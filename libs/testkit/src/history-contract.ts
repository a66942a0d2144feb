import type { AggregateQuery, History, LatestQuery, RangeQuery } from '@clearwell/history';
import {
  channelKey,
  combine,
  DAY,
  HOUR,
  isJudgeable,
  MINUTE,
  stationId,
  type ChannelKey,
  type QualifiedReading,
  type Reading,
  type Station,
} from '@clearwell/water-quality';
import fc from 'fast-check';
import { buildChannel, buildQualified, buildReading, buildStation, buildValues, NOON } from './builders.ts';
import { gather } from './gather.ts';

/** A store of readings, and how they get into it. */
export interface StoreUnderTest {
  readonly history: History;
  /** Registers a station and stores readings of it, one after the other; returns when the store would answer with them. */
  put(station: Station, readings: readonly QualifiedReading[]): Promise<void>;
}

const FAIL_ABOVE = 100;
const CHANNELS = ['free_chlorine', 'turbidity', 'ph', 'free_chlorine.2'];
const [chlorine, turbidity, ph, secondChlorine] = CHANNELS.map(channelKey) as [
  ChannelKey,
  ChannelKey,
  ChannelKey,
  ChannelKey,
];

/** A value for each channel that was sent; the sampling time as minutes after noon. */
interface Sent extends Partial<Omit<Reading, 'values'>> {
  readonly minute: number;
  readonly values: Readonly<Record<string, number | null>>;
  readonly ahead?: boolean;
}

let stationsMade = 0;

const newStation = (): Station =>
  buildStation({
    id: stationId(`zz-${String((stationsMade += 1)).padStart(4, '0')}`),
    channels: CHANNELS.map((key) => buildChannel(key)),
  });

function qualify(station: Station, { minute, values, ahead = false, ...overrides }: Sent): QualifiedReading {
  const sampledAt = NOON + minute * MINUTE;
  const reading = buildReading({ station: station.id, sampledAt, ...overrides, values: buildValues(values) });
  const qualified = buildQualified(reading, { fail: FAIL_ABOVE });
  return ahead ? { ...qualified, timing: 'ahead' } : qualified;
}

/** The rules that every store keeps. `open` is called once; every rule has a station of its own. */
export function describeHistory(
  name: string,
  open: () => Promise<StoreUnderTest>,
  { runs }: { readonly runs: number },
): void {
  describe(name, () => {
    let store: StoreUnderTest;

    beforeAll(async () => {
      store = await open();
    }, 60_000);

    const stationWith = async (...sent: readonly Sent[]): Promise<Station> => {
      const station = newStation();
      await store.put(
        station,
        sent.map((one) => qualify(station, one)),
      );
      return station;
    };

    const range = async (station: Station, query: Partial<RangeQuery> = {}): Promise<Rows> =>
      rowsOf(store.history, { station, channels: [ph], from: NOON, to: NOON + DAY, ...query });

    const buckets = (station: Station, width: number, query: Partial<AggregateQuery> = {}): Promise<Bucket[]> =>
      bucketsOf(store.history, { station, channels: [ph], from: NOON, to: NOON + DAY, width, origin: 0, ...query });

    const latest = async (stations: readonly Station[], asOf?: LatestQuery['asOf']): Promise<Record<string, unknown>> =>
      Object.fromEntries(
        (await store.history.latest({ stations, asOf })).map(({ station, values }) => [station, values]),
      );

    describe('range', () => {
      it('gives the channels asked for, and tells no value from not sent by the flag', async () => {
        const station = await stationWith(
          { minute: 0, values: { ph: 7, turbidity: 0.2 } },
          { minute: 1, values: { ph: null } },
          { minute: 5, values: { turbidity: 200 } },
        );
        expect(await range(station, { channels: [turbidity, ph] })).toEqual([
          [0, 5_000, [0.2, 1], [7, 1]],
          [1, 5_000, [NaN, 0], [NaN, 9]],
          [5, 5_000, [200, 4], [NaN, 0]],
        ]);
      });

      it('includes `from`, leaves `to` out, and gives nothing where there is nothing', async () => {
        const station = await stationWith(...[1, 2, 3].map((minute) => ({ minute, values: { ph: minute } })));
        expect(await range(station, { from: NOON + 2 * MINUTE, to: NOON + 3 * MINUTE })).toEqual([[2, 5_000, [2, 1]]]);
        expect(await range(station, { from: NOON - DAY, to: NOON })).toEqual([]);
        expect(await range(station, { from: NOON, to: NOON })).toEqual([]);
        expect(await range(newStation())).toEqual([]);
      });

      it('takes a span as wide as time', async () => {
        const station = await stationWith({ minute: 1, values: { ph: 7 } });
        expect(await range(station, { from: 0, to: Number.MAX_SAFE_INTEGER })).toEqual([[1, 5_000, [7, 1]]]);
      });

      it('keeps two channels of one parameter apart', async () => {
        const station = await stationWith({ minute: 0, values: { free_chlorine: 0.4, 'free_chlorine.2': 0.6 } });
        const both = await range(station, { channels: [secondChlorine, chlorine] });
        expect(both).toEqual([[0, 5_000, [0.6, 1], [0.4, 1]]]);
      });

      it('gives a reading once, as it stands after all its versions', async () => {
        const station = await stationWith(
          { minute: 0, boot: 1, values: { ph: 7, turbidity: 0.3 } },
          { minute: 0, boot: 1, values: { ph: 7, turbidity: 0.3 } },
          { minute: 0, boot: 2, values: { ph: null } },
          { minute: 0, boot: 1, values: { free_chlorine: 0.5 } },
        );
        expect(await range(station, { channels: [ph, turbidity, chlorine] })).toEqual([
          [0, 5_000, [NaN, 9], [0.3, 1], [0.5, 1]],
        ]);
      });

      it('takes a value away that was already in the store', async () => {
        const station = await stationWith({ minute: 0, boot: 1, values: { ph: 7 } });
        expect(await range(station)).toEqual([[0, 5_000, [7, 1]]]);
        await store.put(station, [qualify(station, { minute: 0, boot: 2, values: { ph: null } })]);
        expect(await range(station)).toEqual([[0, 5_000, [NaN, 9]]]);
        expect(await latest([station])).toEqual({ [station.id]: { ph: null } });
        expect(await buckets(station, HOUR)).toEqual([]);
      });

      it('streams a long answer in order, and stops when nobody takes any more', async () => {
        const sent = Array.from({ length: 10_000 }, (_, minute) => ({ minute, values: { ph: minute % 14 } }));
        const station = await stationWith(...sent);
        const query = { station, channels: [ph], from: NOON, to: NOON + 30 * DAY };
        const chunks = await gather(store.history.range(query));
        expect(chunks.length).toBeGreaterThan(2);
        expect(chunks.flatMap(({ sampledAt }) => [...sampledAt])).toEqual(
          sent.map(({ minute }) => NOON + minute * MINUTE),
        );
        for await (const first of store.history.range(query)) {
          expect(first.sampledAt[0]).toBe(NOON);
          break;
        }
        expect(await range(station, { to: NOON + MINUTE })).toHaveLength(1);
      }, 60_000);
    });

    describe('aggregate', () => {
      const hours = [
        { minute: 0, values: { ph: 7 } },
        { minute: 10, values: { ph: 9.5 } },
        { minute: 59, values: { ph: 6.5 } },
        { minute: 130, values: { ph: 8 } },
        { minute: 190, values: { turbidity: 1 } },
      ];

      it.each([
        ['hours', HOUR, 0],
        ['their tenths', 6 * MINUTE, 0],
        ['days of China', DAY, -8 * HOUR],
        ['days of nowhere', DAY, 90 * MINUTE],
      ])('keeps the extremes in %s, and leaves empty ones out', async (_, width, origin) => {
        const station = await stationWith(...hours);
        const expected = referenceBuckets(
          hours.map((sent) => qualify(station, sent)),
          ph,
          width,
          origin,
        );
        expect(await buckets(station, width, { origin })).toEqual(expected);
      });

      it('counts judgeable values only', async () => {
        const station = await stationWith(
          { minute: 0, values: { ph: 7 } },
          { minute: 1, values: { ph: 300 } },
          { minute: 2, values: { ph: null } },
        );
        expect(await buckets(station, HOUR)).toEqual([{ startsAt: NOON, min: 7, mean: 7, max: 7, count: 1 }]);
      });

      it('gives whole buckets, however little of them is asked for', async () => {
        const station = await stationWith(...hours);
        const whole = await buckets(station, HOUR);
        const span = { from: NOON + 20 * MINUTE, to: NOON + 21 * MINUTE };
        expect(await buckets(station, HOUR, span)).toEqual(whole.slice(0, 1));
      });

      it('counts late readings in', async () => {
        const station = await stationWith(...hours);
        await store.put(station, [qualify(station, { minute: 30, values: { ph: 13.5 } })]);
        const [first] = await buckets(station, HOUR);
        expect(first).toMatchObject({ max: 13.5, count: 4 });
        const [day] = await buckets(station, DAY, { origin: -8 * HOUR });
        expect(day).toMatchObject({ max: 13.5, count: 5 });
      });
    });

    describe('latest', () => {
      it('is the newest by sampling time, also where an older one came later', async () => {
        const station = await stationWith(
          { minute: 5, values: { ph: 5 } },
          { minute: 1, values: { ph: 1, turbidity: 1 } },
        );
        const other = await stationWith({ minute: 2, values: { ph: 2 } });
        expect(await latest([other, station, newStation()])).toEqual({
          [station.id]: { ph: 5 },
          [other.id]: { ph: 2 },
        });
        expect(await latest([])).toEqual({});
      });

      it('is never one that was sampled ahead of the clock', async () => {
        const ahead = [60, 61, 400].map((minute) => ({ minute, values: { ph: 0 }, ahead: true }));
        const station = await stationWith({ minute: 1, values: { ph: 1 } }, ...ahead);
        const onlyAhead = await stationWith(...ahead);
        expect(await latest([station, onlyAhead])).toEqual({ [station.id]: { ph: 1 } });
      });

      it('is as sampled until an instant, or as known at one', async () => {
        const station = await stationWith(
          { minute: 0, values: { ph: 1 }, receivedAt: NOON },
          { minute: 1, values: { ph: 2 }, receivedAt: NOON + HOUR },
          { minute: 2, values: { ph: 3 }, receivedAt: NOON + 2 * MINUTE },
          { minute: 3, values: { ph: 4 }, receivedAt: NOON + HOUR },
        );
        const at = async (asOf: LatestQuery['asOf']): Promise<unknown> => (await latest([station], asOf))[station.id];
        expect(await at({ sampledUntil: NOON + MINUTE })).toEqual({ ph: 2 });
        expect(await at({ knownAt: NOON + MINUTE })).toEqual({ ph: 1 });
        expect(await at({ knownAt: NOON + 3 * MINUTE })).toEqual({ ph: 3 });
        expect(await at({ knownAt: NOON + HOUR })).toEqual({ ph: 4 });
        expect(await at({ sampledUntil: NOON - 1 })).toBeUndefined();
        expect(await at({ knownAt: NOON - 1 })).toBeUndefined();
      });
    });

    describe('sweep', () => {
      it('goes over the stations in the order asked for, with the arrival of each reading', async () => {
        const late = { minute: 1, values: { turbidity: 0.1 }, receivedAt: NOON + HOUR };
        const first = await stationWith({ minute: 0, values: { ph: 7 } }, { minute: 2, values: { ph: 8 } }, late);
        const second = await stationWith(
          { minute: 0, values: { 'free_chlorine.2': 0.3 } },
          { minute: 9, values: { 'free_chlorine.2': 0.4 }, ahead: true },
        );
        const stations = [
          { station: second, channel: secondChlorine },
          { station: first, channel: ph },
        ];
        const chunks = await gather(store.history.sweep({ stations, from: NOON, to: NOON + HOUR }));
        const rows = chunks.flatMap((chunk) =>
          Array.from(chunk.sampledAt, (at, i) => [
            ...[chunk.station, (at - NOON) / MINUTE, ((chunk.receivedAt[i] ?? NaN) - NOON) / MINUTE],
            ...[chunk.values[i], chunk.flags[i]],
          ]),
        );
        expect(rows).toEqual([
          [second.id, 0, 5 / 60, 0.3, 1],
          [first.id, 0, 5 / 60, 7, 1],
          [first.id, 1, 60, NaN, 0],
          [first.id, 2, 2 + 5 / 60, 8, 1],
        ]);
      });
    });

    it('answers the same for any readings in any order, written twice, as a plain list would', async () => {
      const value = fc.oneof(fc.double({ min: 0, max: 140, noNaN: true }), fc.constant(null));
      const sent = fc.record({
        minute: fc.integer({ min: -200, max: 200 }),
        boot: fc.integer({ min: 1, max: 3 }),
        values: fc.dictionary(fc.constantFrom(...CHANNELS), value, { minKeys: 1 }).map((values) => ({ ...values })),
      });
      const written = fc
        .array(sent, { minLength: 1, maxLength: 40 })
        .chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })),
        );
      await fc.assert(
        fc.asyncProperty(written, async ([all, order]) => {
          const station = await stationWith(...order);
          const standing = stand(station, all);
          const span = { from: NOON - HOUR, to: NOON + 2 * HOUR };
          expect(await range(station, { channels: [turbidity, ph], ...span })).toEqual(
            referenceRows(standing, [turbidity, ph], span),
          );
          for (const [width, origin] of [
            [HOUR, 0],
            [25 * MINUTE, 0],
            [DAY, -8 * HOUR],
          ] as const) {
            const wide = { from: NOON - DAY, to: NOON + DAY, origin };
            const expected = referenceBuckets(standing, ph, width, origin);
            expect(roundMeans(await buckets(station, width, wide))).toEqual(roundMeans(expected));
          }
          expect(await latest([station])).toEqual({ [station.id]: { ...standing.at(-1)?.values } });
        }),
        { numRuns: runs },
      );
    }, 120_000);
  });
}

/** Minute after noon, delay of arrival, and value and flag of each channel. */
type Rows = [minute: number, delay: number, ...channels: [value: number, flag: number][]][];

async function rowsOf(history: History, query: RangeQuery): Promise<Rows> {
  const chunks = await gather(history.range(query));
  return chunks.flatMap(({ sampledAt, receivedAt, channels }) =>
    Array.from(sampledAt, (at, i): Rows[number] => [
      (at - NOON) / MINUTE,
      (receivedAt[i] ?? NaN) - at,
      ...channels.map(({ values, flags }): [number, number] => [values[i] ?? NaN, flags[i] ?? NaN]),
    ]),
  );
}

interface Bucket {
  readonly startsAt: number;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  readonly count: number;
}

async function bucketsOf(history: History, query: AggregateQuery): Promise<Bucket[]> {
  const chunks = await gather(history.aggregate(query));
  return chunks.flatMap(({ startsAt, channels: [channel] }) =>
    Array.from(startsAt, (at, i) => ({
      startsAt: at,
      min: channel?.min[i] ?? NaN,
      mean: channel?.mean[i] ?? NaN,
      max: channel?.max[i] ?? NaN,
      count: channel?.count[i] ?? NaN,
    })),
  );
}

/** What stands after all versions have come, by sampling time. */
function stand(station: Station, all: readonly Sent[]): QualifiedReading[] {
  const versions = Map.groupBy(all, ({ minute }) => minute);
  return [...versions]
    .sort(([a], [b]) => a - b)
    .map(([, sent]) => buildQualified(combine(sent.map((one) => qualify(station, one))), { fail: FAIL_ABOVE }));
}

function referenceRows(
  readings: readonly QualifiedReading[],
  channels: readonly ChannelKey[],
  { from, to }: { readonly from: number; readonly to: number },
): Rows {
  return readings
    .filter(({ sampledAt }) => sampledAt >= from && sampledAt < to)
    .map(({ sampledAt, receivedAt, values, quality }) => [
      (sampledAt - NOON) / MINUTE,
      receivedAt - sampledAt,
      ...channels.map((key): [number, number] => [values[key] ?? NaN, quality[key]?.flag ?? 0]),
    ]);
}

function referenceBuckets(
  readings: readonly QualifiedReading[],
  key: ChannelKey,
  width: number,
  origin: number,
): Bucket[] {
  const judgeable = readings.flatMap(({ sampledAt, values, quality }) => {
    const [value, flag] = [values[key], quality[key]?.flag];
    return value != null && flag !== undefined && isJudgeable(flag) ? [{ sampledAt, value }] : [];
  });
  const groups = Map.groupBy(judgeable, ({ sampledAt }) => origin + Math.floor((sampledAt - origin) / width) * width);
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([startsAt, members]) => {
      const values = members.map(({ value }) => value);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return { startsAt, min: Math.min(...values), mean, max: Math.max(...values), count: values.length };
    });
}

/** A sum depends on the order of its parts in the last digits. */
const roundMeans = (buckets: readonly Bucket[]): Bucket[] =>
  buckets.map((bucket) => ({ ...bucket, mean: Number(bucket.mean.toPrecision(9)) }));
