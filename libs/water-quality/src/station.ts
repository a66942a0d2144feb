import type { ChannelKey, EpochMs, StationId } from './brand.ts';
import type { BilingualName, ParameterCode } from './parameters.ts';
import type { SiteType } from './site-types.ts';

/** WGS-84 degrees. */
export interface Position {
  readonly lat: number;
  readonly lon: number;
}

/** One probe of a station. Its unit is the parameter's own: a logger that measures in another converts before it sends. */
export interface Channel {
  readonly key: ChannelKey;
  readonly parameter: ParameterCode;
  /** UCUM. */
  readonly unit: string;
  /** Smallest step of this probe, in `unit`. */
  readonly resolution: number;
}

export interface Station {
  readonly id: StationId;
  readonly region: string;
  readonly name: BilingualName;
  readonly district: BilingualName;
  readonly siteType: SiteType;
  readonly position: Position;
  /** Planned time between two readings, ms. */
  readonly intervalMs: number;
  readonly channels: readonly Channel[];
}

/** More probes than this one station cannot have in its life: the ledger keeps that many columns for values. */
export const MAX_CHANNELS = 24;

/** Readings sampled before this were made by a clock that was never set. */
export const EARLIEST_SAMPLE: EpochMs = Date.UTC(2000, 0, 1);
