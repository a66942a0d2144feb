import type { FaultFinding, Shift, StationEvent } from '@clearwell/detect';
import { MINUTE, type EpochMs, type ParameterCode, type StationId } from '@clearwell/water-quality';

/** Readings that stand out this little apart belong to one event. */
const JOINED_WITHIN = 30 * MINUTE;

/** What the event judge says of one reading, in the words of an event. */
export interface EventRow {
  readonly sampledAt: EpochMs;
  readonly score: number;
  /** Parameters that take part. */
  readonly shifts: readonly Shift[];
}

/** The events of one station so far, as is known; immutable, so that a checkpoint is a reference. */
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

/** @param row null for a reading that does not stand out; else `sampledAt` is its own */
export function foldEvent(
  events: StationEvents,
  station: StationId,
  sampledAt: EpochMs,
  row: EventRow | null,
): StationEvents {
  const { finished, open } = events;
  const goesOn = open !== null && sampledAt - open.until <= JOINED_WITHIN;
  if (row === null) return open === null || goesOn ? events : { finished: [...finished, open], open: null };
  if (goesOn) return { finished, open: extend(open, row) };
  const begun = { station, start: sampledAt, until: sampledAt, score: row.score, shifts: row.shifts };
  return { finished: open === null ? finished : [...finished, open], open: begun };
}

function extend(event: StationEvent, { sampledAt, score, shifts }: EventRow): StationEvent {
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
export function foldFaults(faults: readonly FaultFinding[], news: readonly FaultFinding[]): readonly FaultFinding[] {
  if (news.length === 0) return faults;
  const isOf = (a: FaultFinding) => (b: FaultFinding) => a.channel === b.channel && a.kind === b.kind && a.saidAt === b.saidAt;
  return [...faults.filter((fault) => !news.some(isOf(fault))), ...news];
}
