import type { AlertCondition, AlertId } from './alert.ts';
import type { EpochMs } from './brand.ts';
import type { FindingLevel } from './finding.ts';
import type { Verdict } from './alert-verdict.ts';

/** Who is told. */
export const AUDIENCES = ['inspectors', 'maintainers', 'supervision'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** What can happen to an alert. */
export const HAPPENINGS = [
  /** By the data. */
  'raised',
  'found_over',
  'worsened',
  'eased',
  'reactivated',
  'cleared',
  'withdrawn',
  'corrected',
  /** By silence, and by the data after it. */
  'unverified',
  'verified',
  'unheard',
  /** By other alerts, windows and mutes. */
  'grouped',
  'ungrouped',
  'held_back',
  'released',
  /** By people, and by what they left undone. */
  'acknowledged',
  'ack_expired',
  'assigned',
  'unassigned',
  'commented',
  'investigating',
  'closed',
  'reopened',
  'lapsed',
] as const;
export type Happening = (typeof HAPPENINGS)[number];

/** Why somebody is not told. The first that applies is given. */
export const HOLD_CODES = [
  'station_silent',
  'backfill_awaited',
  'window',
  'muted',
  'part_of',
  'many_silent',
  'channel_fault',
  'fault_over',
  'lone_parameter',
  'told_otherwise',
  'habitual',
  'too_late',
] as const;
export type HoldCode = (typeof HOLD_CODES)[number];

/** One line of what happened to an alert; only ever added. Identified by alert, revision and place. */
export interface TimelineEntry {
  readonly alert: AlertId;
  readonly revision: number;
  /** Within the revision, from 0. */
  readonly place: number;
  /** By the server's clock. */
  readonly at: EpochMs;
  /** Null: by the data, or by time. */
  readonly by: string | null;
  readonly what: Happening;
  readonly condition: AlertCondition;
  readonly level: FindingLevel;
  /** Why it was held back. */
  readonly code?: HoldCode;
  /** The episode it is about, as `sourceKey` names it. */
  readonly source?: string;
  /** The alert it became part of, or that took an episode over. */
  readonly other?: AlertId;
  /** A comment, a cause, a reason. */
  readonly text?: string;
  /** To whom it was assigned. */
  readonly to?: string;
  readonly verdict?: Verdict;
  /** How late it was found, ms. */
  readonly lateMs?: number;
}

/** Something to tell an audience, or held back from it. */
export interface Notice {
  /** The same however often it is computed, and never that of another: what was sent is sent once. */
  readonly key: string;
  readonly alert: AlertId;
  readonly revision: number;
  readonly at: EpochMs;
  readonly what: Happening;
  readonly audience: Audience;
  /** False: shown, and nobody is woken. */
  readonly notifies: boolean;
  /** Why it does not notify those whom it otherwise would, or tells others in their place. */
  readonly heldBackBecause: HoldCode | null;
  readonly condition: AlertCondition;
  readonly level: FindingLevel;
  readonly lateMs: number;
}
