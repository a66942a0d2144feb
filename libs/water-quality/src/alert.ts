import type { Audience, Happening, HoldCode, TimelineEntry } from './alert-notice.ts';
import type { GivenVerdict } from './alert-verdict.ts';
import type { Brand, ChannelKey, EpochMs, StationId } from './brand.ts';
import type { Contribution, Episode, FindingLevel } from './finding.ts';
import type { ParameterCode } from './parameters.ts';

/** Names one alert, e.g. `WQ-20261121-003`: the day it was opened, and its number on it. */
export type AlertId = Brand<string, 'AlertId'>;
/** For ids that are known to be well formed. */
export const alertId = (text: string): AlertId => text as AlertId;

export const ALERT_KINDS = ['limit', 'event', 'cluster', 'operation', 'fault', 'trend', 'silence', 'link'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** From the data. Unverified: it was going on when its station fell silent, and no data has said since. */
export const ALERT_CONDITIONS = ['active', 'unverified', 'cleared'] as const;
export type AlertCondition = (typeof ALERT_CONDITIONS)[number];

/** By people. */
export const HANDLINGS = ['new', 'acknowledged', 'investigating', 'closed'] as const;
export type Handling = (typeof HANDLINGS)[number];

/** Whether somebody is woken, as whoever weighed it decided. */
export interface Paging {
  /** Why. */
  readonly code: string;
  readonly notifies: boolean;
  /** The event of one station, weighed by itself while its station belonged to something larger: it is not like it. */
  readonly isApart?: boolean;
}

/** An episode an alert holds. It lasts while `clearedAt` is null. */
export interface AlertSource extends Pick<
  Episode,
  'channel' | 'rule' | 'level' | 'start' | 'raisedAt' | 'detectedAt' | 'end' | 'worst' | 'count'
> {
  readonly key: string;
  readonly clearedAt: EpochMs | null;
  /** Of a cluster that lasts: since when it is over at all its stations, while its water may be on the way to the next. */
  readonly overSince?: EpochMs | null;
  /** Of an event: which channels speak for it. */
  readonly contributions: readonly Contribution[];
  /** Null: the rule for its kind decides alone. */
  readonly paging: Paging | null;
  /** Nothing more is told of it. */
  readonly isSpent: boolean;
}

/** A stretch of a station whose events belong to something larger; `until` null: it goes on. */
export interface IncidentPart {
  readonly station: StationId;
  readonly from: EpochMs;
  readonly until: EpochMs | null;
  /** Parameters that moved there, in alphabetical order; absent: not known. */
  readonly moved?: readonly ParameterCode[];
}

/** Why a notice is kept back now, and how much it weighs. */
export interface Held {
  readonly code: HoldCode;
  readonly rank: number;
}

export interface Acknowledgement {
  readonly by: string;
  readonly at: EpochMs;
  /** It counts no longer if nothing follows until then. */
  readonly expiresAt: EpochMs;
}

/** An episode, or several of one kind, that people must handle. Holds all that is needed to go on after a restart. */
export interface Alert {
  readonly id: AlertId;
  /** What it is about: one alert stands open for it. */
  readonly key: string;
  readonly kind: AlertKind;
  /** One; those of a cluster or an operation, several. */
  readonly stations: readonly StationId[];
  /** Null: all of the station. */
  readonly channel: ChannelKey | null;

  readonly condition: AlertCondition;
  /** The worst that lasts; of one that is over, what it was at last. */
  readonly level: FindingLevel;
  /** Late data took all of it away: it never was. */
  readonly isWithdrawn: boolean;
  /** Readings sampled after this verify it; null: nothing is to be verified. */
  readonly unverifiedSince: EpochMs | null;
  /** Of its stations, those that are silent. */
  readonly unheard: readonly StationId[];
  readonly sources: readonly AlertSource[];
  /** Sampling time of the first reading that belongs to it, and of the first that does no longer. */
  readonly start: EpochMs;
  readonly end: EpochMs | null;
  /** From the sampling that raised it until it could be said, ms. */
  readonly lateMs: number;

  /** Events of stations it takes in. */
  readonly parts: readonly IncidentPart[];
  readonly partOf: AlertId | null;
  /** Audience → how much it was told: 1 of something, 2 of something red. Absent: nothing, or its end. */
  readonly told: Readonly<Partial<Record<Audience, number>>>;
  readonly held: Held | null;
  /** What was raised by readings until `raisedBefore` is not told before `until`: the station comes back, its backfill is on the way. */
  readonly waits: { readonly until: EpochMs; readonly raisedBefore: EpochMs } | null;

  readonly handling: Handling;
  readonly assignee: string | null;
  readonly acknowledgement: Acknowledgement | null;
  readonly verdict: GivenVerdict | null;

  /** Counts what stands in its timeline; figures of its sources change without it. */
  readonly revision: number;
  readonly lastChange: { readonly what: Happening; readonly by: string | null; readonly at: EpochMs };
  /** By the server's clock: when it was opened, first notified, first acknowledged, last closed. */
  readonly openedAt: EpochMs;
  readonly notifiedAt: EpochMs | null;
  readonly acknowledgedAt: EpochMs | null;
  readonly closedAt: EpochMs | null;
}

/** What one entry changed of an alert. */
export interface AlertChange {
  readonly alert: Alert;
  /** Null: it was opened. */
  readonly before: Alert | null;
  /** Added to its timeline; empty where only figures changed. */
  readonly timeline: readonly TimelineEntry[];
}

/** Whether an episode goes on, as far as is known. */
export const isLasting = ({ clearedAt }: Pick<AlertSource, 'clearedAt'>): boolean => clearedAt === null;

/** Closed while it went on: what it is about stays quiet until it ends. */
export const keepsQuiet = ({ handling, condition }: Pick<Alert, 'handling' | 'condition'>): boolean =>
  handling === 'closed' && condition !== 'cleared';
