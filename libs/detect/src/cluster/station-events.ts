import { MINUTE, type EpochMs, type ParameterCode, type StationId } from '@clearwell/water-quality';
import type { FaultFinding } from '../fault/fault-judge.ts';
import type { Shift, StationEvent } from './station-event.ts';

/** Readings that stand out this little apart belong to one event. */
export const EVENT_JOINED_WITHIN = 30 * MINUTE;

/** An alert goes on down to this share of the score that raised it. */
export const EVENT_GOES_ON = 0.8;
/** From this score on a station gives a hint: some a day, in a city of 48. */
export const HINT_SCORE = 1.2;

/** The events of one station so far; immutable, so that a checkpoint is a reference. */
export interface StationEvents {
  readonly finished: readonly StationEvent[];
  readonly open: StationEvent | null;
}

/** What is known of one station. */
export interface StationKnown {
  /** Events that raise an alert of the station. */
  readonly alerts: StationEvents;
  /** Weaker ones too, that may say something together with others. */
  readonly hints: StationEvents;
  /** Faults of its probes: those that are over, and those that go on. */
  readonly faults: readonly FaultFinding[];
}

const NO_EVENTS: StationEvents = { finished: [], open: null };
export const NOTHING_KNOWN: StationKnown = { alerts: NO_EVENTS, hints: NO_EVENTS, faults: [] };

export const listEvents = ({ finished, open }: StationEvents): readonly StationEvent[] =>
  open === null ? finished : [...finished, open];

export interface ScoredRow {
  readonly station: StationId;
  readonly sampledAt: EpochMs;
  readonly score: number;
  /** What each parameter did; asked only if the row stands out. */
  readonly shifts: () => readonly Shift[];
  /** Score from which the station alerts. */
  readonly threshold: number;
}

/** @returns the very same where the row changes nothing */
export function foldEvents(known: StationKnown, row: ScoredRow): StationKnown {
  const { open } = known.alerts;
  const isAlerting = open !== null && goesOn(open, row.sampledAt);
  const needed = row.threshold * (isAlerting ? EVENT_GOES_ON : 1);
  const shifts = row.score >= Math.min(HINT_SCORE, needed) ? row.shifts() : [];
  const alerts = foldEvent(known.alerts, row, row.score >= needed ? shifts : null);
  const hints = foldEvent(known.hints, row, row.score >= HINT_SCORE ? shifts : null);
  return alerts === known.alerts && hints === known.hints ? known : { ...known, alerts, hints };
}

const goesOn = (open: StationEvent, sampledAt: EpochMs): boolean => sampledAt - open.until <= EVENT_JOINED_WITHIN;

/** @param shifts null: the row does not stand out */
function foldEvent(
  events: StationEvents,
  { station, sampledAt, score }: ScoredRow,
  shifts: readonly Shift[] | null,
): StationEvents {
  const { finished, open } = events;
  if (open !== null && goesOn(open, sampledAt))
    return shifts === null ? events : { finished, open: extend(open, { sampledAt, score, shifts }) };
  if (open === null && shifts === null) return events;
  return {
    finished: open === null ? finished : [...finished, open],
    open: shifts === null ? null : { station, start: sampledAt, until: sampledAt, score, shifts },
  };
}

function extend(
  event: StationEvent,
  { sampledAt, score, shifts }: Pick<StationEvent, 'score' | 'shifts'> & { readonly sampledAt: EpochMs },
): StationEvent {
  return { ...event, until: sampledAt, score: Math.max(event.score, score), shifts: merge(event.shifts, shifts) };
}

/** Of each parameter what stood out most, and how far it went. */
function merge(before: readonly Shift[], now: readonly Shift[]): readonly Shift[] {
  const merged = new Map<ParameterCode, Shift>(before.map((shift) => [shift.parameter, shift]));
  for (const shift of now) {
    const other = merged.get(shift.parameter);
    const larger = other !== undefined && other.size >= shift.size ? other : shift;
    const farther = Math.abs(other?.deviation ?? 0) > Math.abs(shift.deviation) ? (other ?? shift) : shift;
    merged.set(shift.parameter, { ...larger, deviation: farther.deviation });
  }
  return [...merged.values()];
}

/** @param news faults of one reading, begun, changed or ended in it */
export function foldFaults(known: StationKnown, news: readonly FaultFinding[]): StationKnown {
  const isOf = (a: FaultFinding) => (b: FaultFinding) =>
    a.channel === b.channel && a.kind === b.kind && a.saidAt === b.saidAt;
  return { ...known, faults: [...known.faults.filter((fault) => !news.some(isOf(fault))), ...news] };
}
