import { isLasting, type Alert, type AlertSource, type ChannelKey, type EpochMs } from '@clearwell/water-quality';
import { weightOf } from './alert-shape.ts';
import type { AlertBook } from './book.ts';

/** A channel speaks for an event when it is this much of it. */
const MOST_OF_IT = 0.5;

/** A fault is told as such: it speaks against the water only. */
export function isAtFault(book: AlertBook, alert: Alert, source: AlertSource): boolean {
  return speaksThroughFault(book, alert, source, isLasting);
}

/** What a fault held back began in it, and takes some readings more than the fault to end. */
export function isAfterFault(book: AlertBook, alert: Alert, source: AlertSource, at: EpochMs): boolean {
  return speaksThroughFault(book, alert, source, (fault) => {
    const { start, clearedAt } = fault;
    if (clearedAt === null || at >= clearedAt + book.policy.probeSettles) return false;
    return start <= source.raisedAt && source.raisedAt <= clearedAt;
  });
}

/** Whether what is said comes from channels that have a fault of some kind. */
function speaksThroughFault(
  book: AlertBook,
  alert: Alert,
  source: AlertSource,
  isMeant: (fault: AlertSource) => boolean,
): boolean {
  const [station] = alert.stations;
  if (station === undefined || !JUDGED_BY_CHANNELS.has(alert.kind)) return false;
  const faults = book.live(station).filter(({ kind, sources }) => kind === 'fault' && sources.some(isMeant));
  if (faults.length === 0) return false;
  const isWhole = faults.some(({ channel }) => channel === null);
  return speaksThrough(alert, source, isWhole ? null : faults.flatMap(({ channel }) => channel ?? []));
}

const JUDGED_BY_CHANNELS: ReadonlySet<Alert['kind']> = new Set(['limit', 'event', 'trend']);

/** Whether what is said comes from these channels: its own, or of an event most of it. */
export function speaksThrough(
  { channel }: Alert,
  source: AlertSource,
  channels: readonly ChannelKey[] | null,
): boolean {
  if (channels === null) return true;
  if (channel !== null) return channels.includes(channel);
  return weightOf(source, (key) => channels.includes(key)) >= MOST_OF_IT;
}
