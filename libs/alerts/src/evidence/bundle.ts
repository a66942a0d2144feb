import {
  HOUR,
  type Alert,
  type AlertId,
  type BilingualName,
  type ChannelKey,
  type Contribution,
  type DeliveryLine,
  type EpochMs,
  type GivenVerdict,
  type Level,
  type Marks,
  type Measurement,
  type ParameterCode,
  type Quality,
  type Standard,
  type Station,
  type StationId,
  type TimelineEntry,
} from '@clearwell/water-quality';

/** When evidence is sealed: as the alert is raised, two hours after its end, and when it is closed. */
export const OCCASIONS = ['raised', 'ended', 'closed'] as const;
export type Occasion = (typeof OCCASIONS)[number];

/** Readings before, during and after. */
export const EVIDENCE_BEFORE = 24 * HOUR;
export const EVIDENCE_AFTER = 2 * HOUR;

/** A reading as it was stored, with the flags it had when it was sealed. */
export interface EvidenceRow {
  readonly sampledAt: EpochMs;
  readonly receivedAt: EpochMs;
  readonly values: Readonly<Record<ChannelKey, number | null>>;
  readonly quality: Readonly<Record<ChannelKey, Quality>>;
  /** Absent where the logger put none. */
  readonly marks?: Marks;
}

/** Readings of a station the alert is about, or of a neighbour. */
export interface EvidenceWindow {
  readonly station: StationId;
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly rows: readonly EvidenceRow[];
}

/** What the channel did in the day before, in the parameter's unit: 5 % of it was below `low`, 5 % above `high`. */
export interface Baseline {
  readonly station: StationId;
  readonly channel: ChannelKey;
  readonly low: number;
  readonly usual: number;
  readonly high: number;
}

/** The figure as it was in force then, not only its name. */
export interface EvidenceLimit {
  readonly id: string;
  readonly parameter: ParameterCode;
  /** Those of the alert that it binds. */
  readonly stations: readonly StationId[];
  readonly standard: Standard;
  readonly clause: string;
  readonly side: 'min' | 'max';
  readonly value: number;
  readonly unit: string;
  readonly level: Level;
}

export interface EvidenceNeighbour {
  readonly station: StationId;
  readonly direction: 'upstream' | 'downstream' | 'nearby';
  readonly travelMinutes: number | null;
  /** What it did meanwhile; null: it was silent. */
  readonly agrees: boolean | null;
}

/** Null: not known. */
export interface DeviceState {
  readonly station: StationId;
  /** Through the measuring cell, L/min. */
  readonly sampleFlow: number | null;
  /** In the pipe, m3/h. */
  readonly flow: number | null;
  readonly isPowered: boolean | null;
  /** dBm */
  readonly signal: number | null;
  readonly calibratedAt: EpochMs | null;
  readonly reagentSince: EpochMs | null;
}

/** What a station said of work on it, or of its power. */
export interface EvidenceEvent {
  readonly station: StationId;
  readonly at: EpochMs;
  readonly kind: string;
  readonly state: string;
  /** Null: all of the station. */
  readonly channels: readonly ChannelKey[] | null;
}

/** All that speaks for and against an alert, at one moment. Plain JSON; no number of it is NaN or infinite. */
export interface EvidenceBundle {
  readonly alert: AlertId;
  readonly revision: number;
  readonly occasion: Occasion;
  readonly sealedAt: EpochMs;
  /** As it stood. */
  readonly state: Alert;
  /** What was true of its stations and of their neighbours when it began. */
  readonly stations: readonly Station[];
  readonly windows: readonly EvidenceWindow[];
  readonly baselines: readonly Baseline[];
  readonly limits: readonly EvidenceLimit[];
  readonly contributions: readonly Contribution[];
  readonly neighbours: readonly EvidenceNeighbour[];
  readonly devices: readonly DeviceState[];
  /** Why it is held for an event, or for a fault. */
  readonly reasons: readonly BilingualName[];
  readonly events: readonly EvidenceEvent[];
  /** What people measured beside its probes. */
  readonly measurements: readonly Measurement[];
  /** What was told of it to whom, and what was not, and why. */
  readonly deliveries: readonly DeliveryLine[];
  readonly timeline: readonly TimelineEntry[];
  readonly verdict: GivenVerdict | null;
}

/** The time whose readings belong to an alert's evidence. */
export const evidenceSpan = (
  { start, end }: Pick<Alert, 'start' | 'end'>,
  now: EpochMs,
): { from: EpochMs; until: EpochMs } => ({
  from: start - EVIDENCE_BEFORE,
  until: Math.min(now, (end ?? now) + EVIDENCE_AFTER),
});

/** What is to be sealed now. An end that was followed by another is sealed again. @param sealed of this alert */
export function dueSeals(
  { condition, handling, end, closedAt }: Pick<Alert, 'condition' | 'handling' | 'end' | 'closedAt'>,
  sealed: readonly { readonly occasion: Occasion; readonly sealedAt: EpochMs }[],
  now: EpochMs,
): Occasion[] {
  const newest = (occasion: Occasion): number =>
    Math.max(-Infinity, ...sealed.filter((one) => one.occasion === occasion).map(({ sealedAt }) => sealedAt));
  const endsAt = condition === 'cleared' && end !== null ? end + EVIDENCE_AFTER : Infinity;
  const closes = handling === 'closed' && closedAt !== null ? closedAt : Infinity;
  const since: Record<Occasion, EpochMs> = { raised: -Number.MAX_VALUE, ended: endsAt, closed: closes };
  return OCCASIONS.filter((occasion) => now >= since[occasion] && newest(occasion) < since[occasion]);
}
