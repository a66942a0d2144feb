import {
  HOUR,
  MINUTE,
  type EpochMs,
  type FactEntry,
  type IncidentPart,
  type Neighbour,
} from '@clearwell/water-quality';
import type { Incident } from './incident-desk.ts';
import { SPEAKS } from './paging.ts';
import type { StationEvent } from './station-event.ts';

/** Water may be later than on an ordinary day, by this share of its way, and by so much. */
const LOOSENESS = 0.3;
const SLACK = HOUR;

/**
 * An incident as the book of alerts takes it in.
 * @param below of the event of an outlet, whom its water comes to
 */
export function incidentEntry(incident: Incident, at: EpochMs, below: readonly Neighbour[]): FactEntry {
  const { id, kind: of, current, said, code, notifies, isWithdrawn } = incident;
  if (isWithdrawn) return { kind: 'incident_withdrawn', at, incident: id };
  const clearedAt = clearedOf(current.events);
  const level = of === 'cluster' ? 'red' : of === 'event' ? 'amber' : 'notice';
  return {
    ...{ kind: 'incident', at, incident: id, of, level, clearedAt },
    ...{ stations: current.stations, start: current.start, raisedAt: said.until, strength: current.strength },
    paging: { code, notifies },
    parts: of === 'event' ? partsBelow(current.events, below) : current.events.map(partOf),
  };
}

/** When the last of them was over; null while one may go on. */
function clearedOf(events: readonly StationEvent[]): EpochMs | null {
  let last = -Infinity;
  for (const { clearedAt } of events) {
    if (clearedAt === null) return null;
    last = Math.max(last, clearedAt);
  }
  return last;
}

const partOf = ({ station, start, clearedAt, shifts }: StationEvent): IncidentPart => ({
  station,
  from: start,
  until: clearedAt,
  moved: [...new Set(shifts.filter(({ size }) => size >= SPEAKS).map(({ parameter }) => parameter))].sort(),
});

/** The event of an outlet takes in what its water brings to those below it. */
const partsBelow = ([event]: readonly StationEvent[], below: readonly Neighbour[]): IncidentPart[] =>
  event === undefined
    ? []
    : below.map(({ station, travelMinutes }) => ({
        ...{ station, from: event.start },
        until: event.clearedAt === null ? null : event.clearedAt + (1 + LOOSENESS) * travelMinutes * MINUTE + SLACK,
      }));
