import type { Ledger } from '@clearwell/ledger';
import type { AggregateQuery, History, LatestQuery, RangeQuery } from '@clearwell/history';
import {
  channelKey,
  combine,
  DAY,
  isJudgeable,
  MINUTE,
  stationId,
  type ChannelKey,
  type QualifiedReading,
  type Reading,
  type Station,
} from '@clearwell/water-quality';
import {
  buildChannel,
  buildQualified,
  buildReading,
  buildRegistration,
  buildStation,
  buildValues,
  NOON,
} from './builders.ts';
import { gather } from './gather.ts';

/** A store of readings, and how they get into it. */
export interface StoreUnderTest {
  readonly history: History;
  /** Registers a station and stores readings of it, one after the other; returns when the store would answer with them. */
  put(station: Station, readings: readonly QualifiedReading[]): Promise<void>;
}

const FAIL_ABOVE = 100;
export const CHANNELS = ['free_chlorine', 'turbidity', 'ph', 'free_chlorine.2'];
export const [chlorine, turbidity, ph, secondChlorine] = CHANNELS.map(channelKey) as [
  ChannelKey,
  ChannelKey,
  ChannelKey,
  ChannelKey,
];

/** A value for each channel that was sent; the sampling time as minutes after noon. */
export interface Sent extends Partial<Omit<Reading, 'values'>> {
  readonly minute: number;
  readonly values: Readonly<Record<string, number | null>>;
  readonly ahead?: boolean;
}

let stationsMade = 0;

export const newStation = (): Station =>
  buildStation({
    id: stationId(`zz-${String((stationsMade += 1)).padStart(4, '0')}`),
    channels: CHANNELS.map((key) => buildChannel(key)),
  });

export function qualify(station: Station, { minute, values, ahead = false, ...overrides }: Sent): QualifiedReading {
  const sampledAt = NOON + minute * MINUTE;
  const reading = buildReading({ station: station.id, sampledAt, ...overrides, values: buildValues(values) });
  const qualified = buildQualified(reading, { fail: FAIL_ABOVE });
  return ahead ? { ...qualified, timing: 'ahead' } : qualified;
}

/** A store with the questions that the rules ask of it. */
export class HistoryProbe {
  #store: StoreUnderTest | null = null;

  open(store: StoreUnderTest): void {
    this.#store = store;
  }

  get history(): History {
    return this.#opened.history;
  }

  put(...readings: Parameters<StoreUnderTest['put']>): Promise<void> {
    return this.#opened.put(...readings);
  }

  /** A new station that has sent this. */
  async stationWith(...sent: readonly Sent[]): Promise<Station> {
    const station = newStation();
    await this.put(
      station,
      sent.map((one) => qualify(station, one)),
    );
    return station;
  }

  range(station: Station, query: Partial<RangeQuery> = {}): Promise<Rows> {
    return rowsOf(this.history, { station: station.id, channels: [ph], from: NOON, to: NOON + DAY, ...query });
  }

  buckets(station: Station, width: number, query: Partial<AggregateQuery> = {}): Promise<Bucket[]> {
    return bucketsOf(this.history, {
      station: station.id,
      channels: [ph],
      from: NOON,
      to: NOON + DAY,
      width,
      origin: 0,
      ...query,
    });
  }

  /** By station, the values of its newest reading. */
  async latest(stations: readonly Station[], asOf?: LatestQuery['asOf']): Promise<Record<string, unknown>> {
    const readings = await this.history.latest({ stations: stations.map(({ id }) => id), asOf });
    return Object.fromEntries(readings.map(({ station, values }) => [station, values]));
  }

  get #opened(): StoreUnderTest {
    if (this.#store === null) throw new Error('No store was opened');
    return this.#store;
  }
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
export function stand(station: Station, all: readonly Sent[]): QualifiedReading[] {
  const versions = Map.groupBy(all, ({ minute }) => minute);
  return [...versions]
    .sort(([a], [b]) => a - b)
    .map(([, sent]) => buildQualified(combine(sent.map((one) => qualify(station, one))), { fail: FAIL_ABOVE }));
}

export function referenceRows(
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

export function referenceBuckets(
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
export const roundMeans = (buckets: readonly Bucket[]): Bucket[] =>
  buckets.map((bucket) => ({ ...bucket, mean: Number(bucket.mean.toPrecision(9)) }));

/** Registers a station once, as the first rule that it is used in needs it. */
export function register(ledger: Ledger, station: Station): void {
  if (ledger.stations.all().some((registration) => registration.station.id === station.id)) return;
  ledger.stations.add(buildRegistration({ station }));
}
