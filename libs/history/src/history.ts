import type { ChannelKey, EpochMs, QualityFlag, StationId, Values } from '@clearwell/water-quality';

/** Sampling times from `from` on, up to and without `to`. */
export interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export interface RangeQuery extends Span {
  readonly station: StationId;
  /** Any that the station has or had; one it never had is a column of nothing. */
  readonly channels: readonly ChannelKey[];
}

/** One channel of the readings of a chunk; as long as its `sampledAt`. */
export interface ChannelColumn {
  /** In the channel's unit; NaN where there is no value. */
  readonly values: Float64Array;
  /** A `QualityFlag`; 0 where the channel was not sent. */
  readonly flags: Uint8Array;
}

/** Some readings of one station, as columns, by sampling time, oldest first. */
export interface RangeChunk {
  /** `EpochMs`. */
  readonly sampledAt: Float64Array;
  /** `EpochMs`. */
  readonly receivedAt: Float64Array;
  /** In the order of the channels asked for. */
  readonly channels: readonly ChannelColumn[];
}

export interface AggregateQuery extends RangeQuery {
  /** Width of a bucket, ms. */
  readonly width: number;
  /** Any instant at which a bucket begins. */
  readonly origin: EpochMs;
}

/** What the judgeable values (flags 1 and 3) of one channel come to in each bucket; NaN where there were none. */
export interface ChannelSummary {
  readonly min: Float64Array;
  readonly mean: Float64Array;
  readonly max: Float64Array;
  readonly count: Float64Array;
}

/** Some buckets of one station, oldest first. A bucket without a judgeable value in any channel asked for is left out. */
export interface AggregateChunk {
  /** `EpochMs` at which each bucket begins. */
  readonly startsAt: Float64Array;
  /** In the order of the channels asked for. */
  readonly channels: readonly ChannelSummary[];
}

/** By which clock an instant is meant: what was sampled until then, or what had been received by then. */
export type AsOf = { readonly sampledUntil: EpochMs } | { readonly knownAt: EpochMs };

export interface LatestQuery {
  readonly stations: readonly StationId[];
  /** Now, if left out. */
  readonly asOf?: AsOf | undefined;
}

export interface LatestReading {
  readonly station: StationId;
  readonly sampledAt: EpochMs;
  readonly receivedAt: EpochMs;
  readonly values: Values;
  readonly flags: Readonly<Partial<Record<ChannelKey, QualityFlag>>>;
}

export interface SweepQuery extends Span {
  /** The stations to sweep over, in this order, and of each the channel to show. */
  readonly stations: readonly { readonly station: StationId; readonly channel: ChannelKey }[];
}

/** Some readings of one station in one channel, by sampling time, oldest first. */
export interface SweepChunk extends ChannelColumn {
  readonly station: StationId;
  /** `EpochMs`. */
  readonly sampledAt: Float64Array;
  /** `EpochMs`. Later than a neighbour's where the reading was late. */
  readonly receivedAt: Float64Array;
}

/**
 * Readings kept for long. Answers come in chunks, made as they are taken: whoever stops taking stops the query.
 * Where a reading was sent in several versions, the one that stands is meant, with its arrival.
 */
export interface History {
  /** All readings of one station, those sampled ahead of the clock too. */
  range(query: RangeQuery): AsyncIterable<RangeChunk>;
  /** Figures of whole buckets: of all that touch the span. */
  aggregate(query: AggregateQuery): AsyncIterable<AggregateChunk>;
  /** The newest reading of each station that has one; those sampled ahead of the clock are never it. */
  latest(query: LatestQuery): Promise<readonly LatestReading[]>;
  /** What replay frames are made of: station by station, without what was sampled ahead of the clock. */
  sweep(query: SweepQuery): AsyncIterable<SweepChunk>;
  close(): Promise<void>;
}
