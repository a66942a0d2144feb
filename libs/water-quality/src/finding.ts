import { MINUTE, type ChannelKey, type EpochMs, type StationId } from './brand.ts';
import type { Level } from './limit.ts';
import type { ParameterCode } from './parameters.ts';

/** Notice: shown and told to those whom it concerns; it colours no station as a danger of its water. */
export type FindingLevel = Level | 'notice';

interface Said {
  /** Sampling time of the first reading that belongs to it. */
  readonly since: EpochMs;
  /** From the sampling that raised it until it could be said: how late it was found, ms. */
  readonly lateMs: number;
}

/** A limit is broken, and was in enough of the last readings. */
export interface LimitFinding extends Said {
  readonly kind: 'limit';
  readonly level: Level;
  readonly channel: ChannelKey;
  /** `Limit.id`; the figure and the clause are looked up by it. */
  readonly limit: string;
  /** The newest value judged, in the parameter's unit. */
  readonly value: number;
  /** Readings beyond the limit since then. */
  readonly count: number;
  /** The newest value stands too close to the limit for the instrument to tell. */
  readonly withinTolerance: boolean;
}

/** How a channel speaks for a water event. */
export interface Contribution {
  readonly channel: ChannelKey;
  /** Its part of the score, 0 to 1. */
  readonly weight: number;
  readonly direction: 'rise' | 'fall';
  /** Its value, and its level of the hours before, in the parameter's unit; absent where nobody noted them. */
  readonly value?: number | undefined;
  readonly before?: number | undefined;
}

/** What a parameter did in an event. */
export interface Shift {
  readonly parameter: ParameterCode;
  /** Where it went, at its most surprising. */
  readonly direction: 1 | -1;
  /** How surprising that was beside all the others, −log10 of the chance; 0 for one that went along or explains. */
  readonly size: number;
  /** The farthest from its level, in its own standard deviations. */
  readonly deviation: number;
  /** Its value then, and its level of the hours before, in the parameter's unit; absent of several stations together. */
  readonly value?: number | undefined;
  readonly before?: number | undefined;
}

/** Several channels together depart from what the station does. */
export interface EventDetails {
  /** Heaviest first. */
  readonly contributions: readonly Contribution[];
  readonly shifts: readonly Shift[];
  /** Sampling time of the newest reading that stood out. */
  readonly until: EpochMs;
}

export interface EventFinding extends Said, Pick<EventDetails, 'contributions'> {
  readonly kind: 'event';
  readonly level: 'amber';
  readonly channel: null;
  readonly score: number;
}

/** The sensor, not the water: what is wrong with it. */
export const FAULTS = [
  'missing',
  'flatline',
  'frozen',
  'spike',
  'dropout',
  'shift',
  'drift_fouling',
  'noise_burst',
  'range_clip',
  'reagent_empty',
  'swapped',
] as const;
export type FaultCode = (typeof FAULTS)[number];

export interface FaultDetails {
  /** Figures that speak for it; what each is goes with the fault. Null: nobody measured it. */
  readonly evidence: readonly (number | null)[];
  /** The channel it is swapped with. */
  readonly partner: ChannelKey | null;
}

export interface FaultFinding extends Said, FaultDetails {
  readonly kind: 'fault';
  readonly level: 'notice';
  /** Null: all of the station. */
  readonly channel: ChannelKey | null;
  readonly fault: FaultCode;
}

/** Where a channel is going, over half a day or a week; `usual`: it stands off what it is at this hour of the day. */
export const TRENDS = ['half_day', 'week', 'usual'] as const;
export type TrendWindow = (typeof TRENDS)[number];

export interface TrendDetails {
  /** `Limit.id` it goes toward; null where it is told against its own usual. */
  readonly limit: string | null;
  /** In the parameter's unit a hour, with the interval of 95 %. */
  readonly slope: readonly [low: number, likely: number, high: number];
  /** Until it is there, ms: from a fast slope to a slow one; null where it is told against its own usual. */
  readonly left: readonly [soonest: number, likely: number, latest: number] | null;
  /** What it was measured against: the limit, or what is usual at the hour, in the parameter's unit. */
  readonly against: number;
  /** Where it stands. */
  readonly value: number;
}

export interface TrendFinding extends Said, TrendDetails {
  readonly kind: 'trend';
  readonly level: 'notice';
  readonly channel: ChannelKey;
  readonly window: TrendWindow;
}

/** No reading has come since, for longer than the station's interval allows: nobody knows what the water does. */
export interface SilenceFinding extends Said {
  readonly kind: 'silence';
  readonly level: 'notice';
  readonly channel: null;
}

/** A connection that breaks more often in a day, or once for longer, is unstable. */
export const MOST_DROPS = 5;
export const LONGEST_DROP = 5 * MINUTE;

/** The station's connection breaks too often, or for too long. */
export interface LinkFinding extends Said {
  readonly kind: 'link';
  readonly level: 'notice';
  readonly channel: null;
  /** In the last 24 hours. */
  readonly drops: number;
  readonly longestMs: number;
}

/** What a detector says about one reading, in event time. */
export type ReadingFinding = LimitFinding | EventFinding | FaultFinding | TrendFinding;

/** What is said of a station now; of its silence and its connection by the server's clock. */
export type Finding = ReadingFinding | SilenceFinding | LinkFinding;

export type EpisodeDetails = EventDetails | FaultDetails | TrendDetails;

/** A hint is an event too weak to be said of one station: with others on the network it may say something. */
export type EpisodeKind = ReadingFinding['kind'] | 'hint';

/** Findings of one kind joined in event time. Identified by station, rule, channel and start. */
export interface Episode {
  readonly station: StationId;
  readonly kind: EpisodeKind;
  /** Null: all of the station. */
  readonly channel: ChannelKey | null;
  /** `Limit.id` of a limit, code of a fault, window and limit of a trend, `event`, `hint`. */
  readonly rule: string;
  readonly level: FindingLevel;
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
  /** The value farthest beyond the limit, or the highest score. */
  readonly worst: number;
  readonly count: number;
  /** Of a kind other than `limit`. */
  readonly details?: EpisodeDetails | undefined;
}

/** What became of one station's episodes: those that are new or otherwise than before, and those that are no more. */
export interface EpisodeChange {
  readonly put: readonly Episode[];
  readonly withdrawn: readonly Episode[];
}

/** An episode as it was known for a while: what came later may have changed it, or taken it away. */
export interface KnownEpisode extends Pick<Episode, 'station' | 'channel' | 'rule' | 'level' | 'start' | 'raisedAt'> {
  /** Hints are for the network alone. */
  readonly kind: ReadingFinding['kind'];
  /** Null where it lasts. */
  readonly clearedAt: EpochMs | null;
  readonly knownFrom: EpochMs;
  /** Null for one that stands. */
  readonly knownUntil: EpochMs | null;
}
