import {
  CLOCK_TOLERANCE,
  DAY,
  HOUR,
  EARLIEST_SAMPLE,
  isJudgeable,
  type ChannelKey,
  type EpochMs,
  type QualityFlag,
  type StationId,
} from '@clearwell/water-quality';
import type { Figures } from './bucket-columns.ts';
import { BucketFold } from './bucket-fold.ts';
import { Columns } from './columns.ts';
import { FluxRows, type Fields } from './flux-rows.ts';
import type {
  AggregateChunk,
  AggregateQuery,
  AsOf,
  History,
  LatestQuery,
  LatestReading,
  RangeChunk,
  RangeQuery,
  Span,
  SweepChunk,
  SweepQuery,
} from './history.ts';
import {
  FIELDS,
  FIGURE_NAMES,
  figureField,
  FlagText,
  tierBucket,
  TIERS,
  type InfluxSettings,
  type Tier,
} from './influx-schema.ts';
import { possible, wholeBuckets } from './whole-buckets.ts';

/** Asked for at once: InfluxDB's answer is held until all fields of a reading have come. 4,032 readings of 10 minutes. */
const WINDOW = 28 * DAY;

/** Buckets of a tier asked for at once. */
const BUCKETS = 4_096;

/** The first step back to the reading before one that is not meant. */
const FIRST_STEP = 6 * HOUR;

/** Answers from InfluxDB 2. */
export class InfluxHistory implements History {
  readonly #settings: InfluxSettings;
  readonly #rows: FluxRows;
  readonly #flagTexts = new Map<string, FlagText>();

  constructor(settings: InfluxSettings) {
    this.#settings = settings;
    this.#rows = new FluxRows(settings);
  }

  range({ station, channels, from, to }: RangeQuery): AsyncGenerator<RangeChunk> {
    return this.#columns(station, channels, { from, to }, () => true);
  }

  async *sweep({ stations, from, to }: SweepQuery): AsyncGenerator<SweepChunk> {
    for (const { station, channel } of stations) {
      for await (const chunk of this.#columns(station, [channel], { from, to }, (flags) => !flags.isAhead)) {
        const [column] = chunk.channels;
        if (column === undefined) continue;
        yield { station, sampledAt: chunk.sampledAt, receivedAt: chunk.receivedAt, ...column };
      }
    }
  }

  async *aggregate(query: AggregateQuery): AsyncGenerator<AggregateChunk> {
    const { channels, width } = query;
    const span = wholeBuckets(query);
    const fold = new BucketFold(span.from, width, channels.length);
    const tier = TIERS.find((one) => width % one.width === 0 && (span.from - one.origin) % one.width === 0);
    const figures = tier === undefined ? this.#values({ ...query, ...span }) : this.#summaries(tier, query, span);
    for await (const batch of figures) {
      for (const { at, channel, ...of } of batch) {
        fold.add(at, channel, of);
        const full = fold.full();
        if (full !== null) yield full;
      }
    }
    const rest = fold.rest();
    if (rest !== null) yield rest;
  }

  async latest({ stations, asOf }: LatestQuery): Promise<readonly LatestReading[]> {
    if (stations.length === 0) return [];
    const span = possible({ from: EARLIEST_SAMPLE, to: lastMoment(asOf) + 1 });
    const newest = await this.#rows.newest({ bucket: this.#settings.bucket, stations, ...span });
    const found: LatestReading[] = [];
    for (const station of stations) {
      const [at, fields] = newest.get(station) ?? [];
      if (at === undefined || fields === undefined) continue;
      const reading = isMeant(fields, asOf)
        ? toLatest(station, at, fields)
        : await this.#latestBefore(station, at, asOf);
      if (reading !== null) found.push(reading);
    }
    return found;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Walks back from an instant until there is a reading that is meant, in steps that grow. */
  async #latestBefore(station: StationId, before: EpochMs, asOf: AsOf | undefined): Promise<LatestReading | null> {
    const { bucket } = this.#settings;
    const first = await this.#rows.bounds(this.#receivedIn(station, possible({ from: EARLIEST_SAMPLE, to: before })));
    if (first === null) return null;
    for (let to = before, step = FIRST_STEP; to > first[0]; to -= step, step *= 4) {
      const points = await this.#rows.points({
        bucket,
        stations: [station],
        from: Math.max(to - step, first[0]),
        to,
      });
      const found = points.findLast(([, fields]) => isMeant(fields, asOf));
      if (found !== undefined) return toLatest(station, ...found);
    }
    return null;
  }

  async *#columns(
    station: StationId,
    channels: readonly ChannelKey[],
    span: Span,
    isWanted: (flags: FlagText) => boolean,
  ): AsyncGenerator<RangeChunk> {
    const fields = [FIELDS.receivedAt, FIELDS.flags, ...channels];
    const columns = new Columns(channels.length);
    for await (const window of this.#windows(station, span)) {
      const source = { bucket: this.#settings.bucket, stations: [station], fields, ...window };
      for (const [at, point] of await this.#rows.points(source)) {
        const flags = this.#flagsOf(point);
        if (!isWanted(flags)) continue;
        columns.add(at, Number(point.get(FIELDS.receivedAt)));
        channels.forEach((key, i) => {
          const { flag, value } = flags.settle(key, numberOf(point, key));
          columns.put(i, value, flag);
        });
        if (columns.isFull) yield columns.take();
      }
    }
    if (columns.length > 0) yield columns.take();
  }

  /** Every judgeable value, as figures of its own. */
  async *#values(query: RangeQuery): AsyncGenerator<ChannelFigures[]> {
    for await (const { sampledAt, channels } of this.range(query)) {
      yield Array.from(sampledAt).flatMap((at, row) =>
        channels.flatMap(({ values, flags }, channel) => {
          const value = values[row] ?? NaN;
          const counts = isJudgeable(flags[row] as QualityFlag) && !Number.isNaN(value);
          return counts ? [{ at, channel, min: value, mean: value, max: value, count: 1 }] : [];
        }),
      );
    }
  }

  /** What a tier has summed up. */
  async *#summaries(tier: Tier, { station, channels }: AggregateQuery, span: Span): AsyncGenerator<ChannelFigures[]> {
    const bucket = tierBucket(this.#settings, tier);
    const fields = channels.flatMap((key) => FIGURE_NAMES.map((name) => figureField(key, name)));
    for (let from = span.from; from < span.to; from += BUCKETS * tier.width) {
      const to = Math.min(from + BUCKETS * tier.width, span.to);
      const points = await this.#rows.points({ bucket, stations: [station], fields, from, to });
      yield points.flatMap(([at, point]) =>
        channels.map((key, channel) => ({ at, channel, ...figuresOf(point, key) })),
      );
    }
  }

  /** A span in pieces that hold not too many readings, without the empty parts before the first and after the last. */
  async *#windows(station: StationId, span: Span): AsyncGenerator<Span> {
    let { from, to } = possible(span);
    if (from >= to) return;
    if (to - from > WINDOW) {
      const bounds = await this.#rows.bounds(this.#receivedIn(station, { from, to }));
      if (bounds === null) return;
      [from, to] = [bounds[0], bounds[1] + 1];
    }
    for (; from < to; from += WINDOW) yield { from, to: Math.min(from + WINDOW, to) };
  }

  /** Few different ones are met, again and again. */
  #flagsOf(fields: Fields): FlagText {
    const text = fields.get(FIELDS.flags) ?? '';
    if (this.#flagTexts.size > 1_000) this.#flagTexts.clear();
    const known = this.#flagTexts.get(text) ?? new FlagText(text);
    this.#flagTexts.set(text, known);
    return known;
  }

  #receivedIn = (station: StationId, span: Span) => ({
    bucket: this.#settings.bucket,
    stations: [station],
    fields: [FIELDS.receivedAt],
    ...span,
  });
}

interface ChannelFigures extends Figures {
  readonly at: EpochMs;
  readonly channel: number;
}

function numberOf(fields: Fields, name: string): number | undefined {
  const text = fields.get(name);
  return text === undefined ? undefined : Number(text);
}

function figuresOf(fields: Fields, key: ChannelKey): Figures {
  const count = numberOf(fields, figureField(key, 'count')) ?? 0;
  const figure = (name: 'min' | 'mean' | 'max'): number | null =>
    count === 0 ? null : (numberOf(fields, figureField(key, name)) ?? null);
  return { min: figure('min'), mean: figure('mean'), max: figure('max'), count };
}

/** The last sampling time that can be meant. */
function lastMoment(asOf: AsOf | undefined): EpochMs {
  if (asOf === undefined) return Infinity;
  return 'sampledUntil' in asOf ? asOf.sampledUntil : asOf.knownAt + CLOCK_TOLERANCE;
}

function isMeant(fields: Fields, asOf: AsOf | undefined): boolean {
  if (new FlagText(fields.get(FIELDS.flags) ?? '').isAhead) return false;
  return asOf === undefined || !('knownAt' in asOf) || Number(fields.get(FIELDS.receivedAt)) <= asOf.knownAt;
}

function toLatest(station: StationId, sampledAt: EpochMs, fields: Fields): LatestReading {
  const text = new FlagText(fields.get(FIELDS.flags) ?? '');
  const values: Partial<Record<ChannelKey, number | null>> = {};
  const flags: Partial<Record<ChannelKey, QualityFlag>> = {};
  for (const key of text.flags.keys()) {
    const { flag, value } = text.settle(key, numberOf(fields, key));
    values[key] = Number.isNaN(value) ? null : value;
    flags[key] = flag as QualityFlag;
  }
  return { station, sampledAt, receivedAt: Number(fields.get(FIELDS.receivedAt)), values, flags };
}
