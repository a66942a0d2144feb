import { HOUR, type Alert, type AlertId, type AlertSource, type IncidentPart } from '@clearwell/water-quality';
import type { AlertBook } from './book.ts';

/** Event time by which an alert and the hint it grew from may differ. */
const SLACK = HOUR;

/** What a station's event belongs to: a cluster or an operation before the event of an outlet above it. Null: nothing. */
export function headOf(book: AlertBook, alert: Alert): AlertId | null {
  const [station] = alert.stations;
  if (alert.kind !== 'event' || station === undefined) return null;
  const heads = book
    .headsOver(station)
    .filter((head) => head.id !== alert.id && !head.isWithdrawn)
    // Two events that take each other in would hold each other back for ever.
    .filter((head) => head.kind !== 'event' || alert.parts.length === 0)
    .filter((head) =>
      head.parts.some((part) => part.station === station && alert.sources.some((one) => overlap(part, one))),
    );
  return (heads.find(({ kind }) => kind !== 'event') ?? heads[0])?.id ?? null;
}

const overlap = ({ from, until }: IncidentPart, { start, clearedAt }: AlertSource): boolean =>
  start <= (until ?? Infinity) + SLACK && (clearedAt ?? Infinity) >= from - SLACK;
