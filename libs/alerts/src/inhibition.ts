import {
  type Alert,
  type AlertSource,
  type EpochMs,
  type HoldCode,
  type Mute,
  type WorkWindow,
} from '@clearwell/water-quality';
import { isAnyLasting } from './alert-shape.ts';
import type { AlertBook } from './book.ts';
import { isAfterFault, isAtFault, speaksThrough } from './channel-faults.ts';
import { isAlone } from './corroboration.ts';
import { isHabitual, isToldOtherwise } from './told-already.ts';

/** Silence leaves open what there is to say; all others take it away from what ends meanwhile. */
export const isWaiting = (code: HoldCode | undefined): boolean =>
  code === 'station_silent' || code === 'backfill_awaited';

type Question = (book: AlertBook, alert: Alert, source: AlertSource, at: EpochMs) => boolean;

/** What keeps an episode from waking somebody; the first that applies is the reason given. */
const INHIBITORS: readonly (readonly [HoldCode, Question])[] = [
  ['station_silent', (_book, alert) => isUnknown(alert)],
  [
    'backfill_awaited',
    (_book, { waits }, { raisedAt }, at) => waits !== null && at < waits.until && raisedAt <= waits.raisedBefore,
  ],
  ['window', isUnderWork],
  ['muted', isMuted],
  ['part_of', isPart],
  ['many_silent', isOneOfMany],
  ['channel_fault', isAtFault],
  ['fault_over', isAfterFault],
  ['told_otherwise', isToldOtherwise],
  ['lone_parameter', isAlone],
  ['habitual', isHabitual],
];

export function holdOf(book: AlertBook, alert: Alert, source: AlertSource, at: EpochMs): HoldCode | null {
  return INHIBITORS.find(([, applies]) => applies(book, alert, source, at))?.[0] ?? null;
}

/** All its stations are silent, or its data has not said since. */
const isUnknown = ({ unheard, stations, unverifiedSince }: Alert): boolean =>
  unverifiedSince !== null || unheard.length === stations.length;

/** Of an incident: at all of its stations. */
function isUnderWork(book: AlertBook, alert: Alert, source: AlertSource, at: EpochMs): boolean {
  return alert.stations.every((station) =>
    book
      .windowsOf(station)
      .some((window) => speaksThrough(alert, source, window.channels) && spans(window, source, at)),
  );
}

function spans({ from, until, endedAt }: WorkWindow, source: AlertSource, at: EpochMs): boolean {
  const end = Math.min(until, endedAt ?? until);
  if (at >= from && at < end) return true;
  // Found late, and all of it happened while somebody worked there.
  return source.clearedAt !== null && source.raisedAt >= from && source.clearedAt <= end;
}

function isMuted(book: AlertBook, alert: Alert, source: AlertSource, at: EpochMs): boolean {
  return book.mutes().some((mute) => at < mute.until && isInScope(mute, alert, source));
}

function isInScope({ scope }: Mute, { id, stations }: Alert, { rule }: AlertSource): boolean {
  switch (scope.of) {
    case 'alert':
      return scope.alert === id;
    case 'station':
      return stations.every((station) => station === scope.station);
    case 'rule':
      return scope.rule === rule && (scope.station === null || stations.every((station) => station === scope.station));
  }
}

/** For as long as what it belongs to goes on, and is like it. */
function isPart(book: AlertBook, { partOf }: Alert, { paging }: AlertSource): boolean {
  const head = partOf === null || paging?.isApart === true ? undefined : book.get(partOf);
  return head !== undefined && isAnyLasting(head);
}

/** Many stations fell silent together, and maintainers know of some. Whoever is silent still when those are back is told of. */
function isOneOfMany(book: AlertBook, { kind, id }: Alert, { raisedAt }: AlertSource, at: EpochMs): boolean {
  if (kind !== 'silence') return false;
  const { manySilent, silentTogether } = book.policy;
  const isTold = (other: Alert): boolean =>
    other.kind === 'silence' && other.notifiedAt !== null && Math.abs(other.openedAt - raisedAt) <= silentTogether;
  const told = book.alerts().filter((other) => other.id !== id && isTold(other));
  if (told.length < manySilent) return false;
  return at < raisedAt + silentTogether || told.filter(isAnyLasting).length >= manySilent;
}
