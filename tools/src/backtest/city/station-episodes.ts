import type { Shift, StationEvent } from '@clearwell/detect';
import { MINUTE, type EpochMs, type ParameterCode, type StationId } from '@clearwell/water-quality';

/** Readings that stand out this little apart belong to one event. */
const JOINED_WITHIN = 30 * MINUTE;

/** What the event judge says of one reading, in the words of an event. */
export interface EventRow {
  readonly sampledAt: EpochMs;
  readonly score: number;
  readonly isAlert: boolean;
  /** Parameters that take part. */
  readonly shifts: readonly Shift[];
}

/** The events of one station so far, as is known; immutable, so that a checkpoint is a reference. */
export interface StationEvents {
  readonly finished: readonly StationEvent[];
  readonly open: StationEvent | null;
}

export const NO_EVENTS: StationEvents = { finished: [], open: null };

export const listEvents = ({ finished, open }: StationEvents): readonly StationEvent[] =>
  open === null ? finished : [...finished, open];

/** @param row null for a reading that does not stand out */
export function foldEvent(
  { finished, open }: StationEvents,
  station: StationId,
  sampledAt: EpochMs,
  row: EventRow | null,
): StationEvents {
  const goesOn = open !== null && sampledAt - open.until <= JOINED_WITHIN;
  if (row === null) return open === null || goesOn ? { finished, open } : { finished: [...finished, open], open: null };
  if (goesOn) return { finished, open: extend(open, row) };
  const alertAt = row.isAlert ? sampledAt : null;
  const begun = { station, start: sampledAt, until: sampledAt, score: row.score, alertAt, shifts: row.shifts };
  return { finished: open === null ? finished : [...finished, open], open: begun };
}

function extend(event: StationEvent, { sampledAt, score, isAlert, shifts }: EventRow): StationEvent {
  const alertAt = event.alertAt ?? (isAlert ? sampledAt : null);
  return { ...event, until: sampledAt, score: Math.max(event.score, score), alertAt, shifts: merge(event.shifts, shifts) };
}

/** Of each parameter what stood out most. */
function merge(before: readonly Shift[], now: readonly Shift[]): readonly Shift[] {
  const merged = new Map<ParameterCode, Shift>(before.map((shift) => [shift.parameter, shift]));
  for (const shift of now) if (shift.size > (merged.get(shift.parameter)?.size ?? 0)) merged.set(shift.parameter, shift);
  return [...merged.values()];
}
