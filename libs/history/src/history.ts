import type { ChannelKey, EpochMs, QualityFlag, StationId } from '@clearwell/water-quality';

export interface RangeQuery {
  readonly station: StationId;
  /** Any that the station has or had; one it never had is a column of nothing. */
  readonly channels: readonly ChannelKey[];
  /** First sampling time. */
  readonly from: EpochMs;
  /** First sampling time no longer included. */
  readonly to: EpochMs;
}

/** Columns of equal length, by sampling time, oldest first; null where a channel has no value. */
export interface RangeColumns {
  readonly sampledAt: EpochMs[];
  readonly receivedAt: EpochMs[];
  readonly values: Record<ChannelKey, (number | null)[]>;
  readonly flags: Record<ChannelKey, (QualityFlag | null)[]>;
}

/** Readings kept for long, asked by range. */
export interface History {
  range(query: RangeQuery): RangeColumns;
  close(): void;
}
