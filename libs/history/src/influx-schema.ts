import { InfluxDB, Point } from '@influxdata/influxdb-client';
import { channelKey, DAY, HOUR, type ChannelKey, type EpochMs, type StationId } from '@clearwell/water-quality';
import type { Figures } from './bucket-columns.ts';
import { flagAt } from './columns.ts';

/** Where readings are kept for long. */
export interface InfluxSettings {
  readonly url: string;
  /** Never printed. */
  readonly token: string;
  readonly org: string;
  /** Of the raw readings; the summaries stand beside it, in `…_hourly` and `…_daily`. */
  readonly bucket: string;
  /** How long raw readings are kept; null for ever. Summaries are kept for ever. */
  readonly retentionDays: number | null;
}

/**
 * A reading is one point: tag `station`, a field per channel that has a value, and the fields below, which every point
 * has. InfluxDB replaces a point field by field, so a value that a later version took away would stay: `flags` decides.
 * A channel whose flag says "not sent" or "missing" has no value, whatever its field holds.
 */
export const MEASUREMENT = 'reading';

export const FIELDS = {
  receivedAt: 'receivedAt',
  /** Of each channel that was sent its key and flag, `ph=1 turbidity=9`, and `ahead` after them where it is. */
  flags: 'flags',
  boot: 'boot',
  seq: 'seq',
  historical: 'historical',
  /** What else the ledger keeps of a reading, as JSON: the tests that set flags, the logger's marks and its own state. */
  about: 'about',
} as const;

const AHEAD = 'ahead';
const NOT_COUNTED = -1;

/** A day begins at midnight in China, which has no summer time. */
export const DAY_ORIGIN: EpochMs = -8 * HOUR;

export interface Tier {
  readonly name: 'hourly' | 'daily';
  readonly width: number;
  readonly origin: EpochMs;
}

/** Summaries kept beside the raw readings, the coarsest first. */
export const TIERS: readonly Tier[] = [
  { name: 'daily', width: DAY, origin: DAY_ORIGIN },
  { name: 'hourly', width: HOUR, origin: 0 },
];

export const tierBucket = ({ bucket }: InfluxSettings, tier: Tier): string => `${bucket}_${tier.name}`;

/** What a summary says of one channel. */
export const FIGURE_NAMES = ['min', 'mean', 'max', 'count'] as const;
export const figureField = (key: ChannelKey, name: (typeof FIGURE_NAMES)[number]): string => `${key}.${name}`;

/** A reading as the ledger's row has it. */
export interface ReadingRow {
  readonly station: StationId;
  /** By the place that `flags` and `values` have for them. */
  readonly channels: readonly ChannelKey[];
  readonly sampledAt: EpochMs;
  readonly receivedAt: EpochMs;
  readonly boot: number | null;
  readonly seq: number | null;
  readonly historical: boolean;
  readonly ahead: boolean;
  /** One character a channel. */
  readonly flags: string;
  /** One a channel. */
  readonly values: readonly (number | null)[];
  /** JSON. */
  readonly about: string;
}

export function readingPoint(row: ReadingRow): Point {
  const point = new Point(MEASUREMENT)
    .tag('station', row.station)
    .intField(FIELDS.receivedAt, row.receivedAt)
    .stringField(FIELDS.flags, flagText(row))
    .intField(FIELDS.boot, row.boot ?? NOT_COUNTED)
    .intField(FIELDS.seq, row.seq ?? NOT_COUNTED)
    .booleanField(FIELDS.historical, row.historical)
    .stringField(FIELDS.about, row.about)
    .timestamp(row.sampledAt);
  row.channels.forEach((key, slot) => {
    const value = row.values[slot];
    if (value !== null && value !== undefined) point.floatField(key, value);
  });
  return point;
}

function flagText({ channels, flags, ahead }: ReadingRow): string {
  const words = channels.flatMap((key, slot) => {
    const flag = flagAt(flags, slot);
    return flag === 0 ? [] : [`${key}=${flag}`];
  });
  return (ahead ? [...words, AHEAD] : words).join(' ');
}

/** A bucket's figures. `count` is always written, so that 0 can take back what was counted before. */
/** Whose summary: a station, and every channel that it ever had. */
export interface SummedStation {
  readonly id: StationId;
  readonly channels: readonly ChannelKey[];
}

export function summaryPoint(station: SummedStation, startsAt: EpochMs, all: readonly Figures[]): Point {
  const point = new Point(MEASUREMENT).tag('station', station.id).timestamp(startsAt);
  station.channels.forEach((key, i) => {
    const figures = all[i];
    point.intField(figureField(key, 'count'), figures?.count ?? 0);
    for (const name of ['min', 'mean', 'max'] as const) {
      const figure = figures?.[name];
      if (figure !== null && figure !== undefined) point.floatField(figureField(key, name), figure);
    }
  });
  return point;
}

const MISSING = 9;

/** The `flags` of one reading. */
export class FlagText {
  readonly isAhead: boolean;
  /** Of each channel that was sent. */
  readonly flags: ReadonlyMap<ChannelKey, number>;

  constructor(text: string) {
    const words = text.split(' ').filter((word) => word !== '');
    this.isAhead = words.at(-1) === AHEAD;
    const pairs = words.filter((word) => word !== AHEAD).map((word) => word.split('='));
    this.flags = new Map(pairs.map(([key = '', flag]) => [channelKey(key), Number(flag)]));
  }

  /** A channel's flag, 0 if it was not sent; and its value, if the flag says that it has one. */
  settle(key: ChannelKey, value: number | undefined): { flag: number; value: number } {
    const flag = this.flags.get(key) ?? 0;
    return { flag, value: flag === 0 || flag === MISSING ? NaN : (value ?? NaN) };
  }
}

const ANSWERS_WITHIN_MS = 10_000;

export const connect = ({ url, token }: InfluxSettings): InfluxDB =>
  new InfluxDB({ url, token, timeout: ANSWERS_WITHIN_MS });
