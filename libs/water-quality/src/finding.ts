import type { ChannelKey, EpochMs, StationId } from './brand.ts';
import type { Level } from './limit.ts';

/** A limit is broken, and was in enough of the last readings. */
export interface LimitFinding {
  readonly kind: 'limit';
  readonly channel: ChannelKey;
  /** `Limit.id`; the figure and the clause are looked up by it. */
  readonly limit: string;
  readonly level: Level;
  /** The newest value judged, in the parameter's unit. */
  readonly value: number;
  /** Sampling time of the first reading beyond the limit in this run. */
  readonly since: EpochMs;
  /** Readings beyond the limit since then. */
  readonly count: number;
  /** The newest value stands too close to the limit for the instrument to tell. */
  readonly withinTolerance: boolean;
  /** From the sampling that raised it until it could be said: how late it was found, ms. */
  readonly lateMs: number;
}

/** What a detector says about one reading. */
export type Finding = LimitFinding;

/** Findings of one kind joined in event time. Identified by station, rule and start. */
export interface Episode {
  readonly station: StationId;
  readonly kind: Finding['kind'];
  readonly channel: ChannelKey;
  /** For a limit, `Limit.id`. */
  readonly rule: string;
  readonly level: Level;
  /** Sampling time of the first reading that belongs to it. */
  readonly start: EpochMs;
  /** Sampling time of the reading that raised it. */
  readonly raisedAt: EpochMs;
  /** Arrival of the reading that raised it: when Clearwell first could say so. */
  readonly detectedAt: EpochMs;
  /** Sampling time of the first reading that belongs to it no longer; null while it lasts. */
  readonly end: EpochMs | null;
  /** Sampling time of the reading that ended it, as `raisedAt` is of the one that raised it; absent while it lasts. */
  readonly clearedAt?: EpochMs | undefined;
  /** The value farthest beyond the limit. */
  readonly worst: number;
  readonly count: number;
}

/** An episode as it was known for a while: what came later may have changed it, or taken it away. */
export interface KnownEpisode extends Pick<Episode, 'station' | 'channel' | 'rule' | 'level' | 'start' | 'raisedAt'> {
  /** Null where it lasts. */
  readonly clearedAt: EpochMs | null;
  readonly knownFrom: EpochMs;
  /** Null for one that stands. */
  readonly knownUntil: EpochMs | null;
}
