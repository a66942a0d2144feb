import {
  excessOver,
  guardBandOf,
  isLasting,
  limitById,
  parameterOfChannel,
  type Alert,
  type AlertSource,
  type ChannelKey,
} from '@clearwell/water-quality';
import { dayOf } from './alert-key.ts';
import { isAnyLasting, weightOf } from './alert-shape.ts';
import type { AlertBook } from './book.ts';
import { rankOf } from './notice-rules.ts';

/**
 * Inspectors know of it by another alert, and of how bad it is: a limit by the event its parameter is part of, or a cluster; an
 * event by the limit that confirms it.
 */
export function isToldOtherwise(book: AlertBook, alert: Alert, source: AlertSource): boolean {
  const [station] = alert.stations;
  if (station === undefined) return false;
  const isKnown = ({ told }: Alert): boolean => (told.inspectors ?? 0) >= rankOf(alert.kind, source);
  if (alert.kind === 'limit')
    return (
      book.live(station).some((other) => other.kind === 'event' && isKnown(other) && isWithin(alert, other)) ||
      book.headsOver(station).some((head) => head.kind === 'cluster' && isKnown(head) && hasMoved(alert, head))
    );
  if (alert.kind !== 'event' || source.paging?.code !== 'limit') return false;
  // Also once the limit is over: that it was broken is all that would be said.
  return book.live(station).some((other) => other.kind === 'limit' && hasConfirmed(other, source));
}

/** Whether inspectors were told of a limit that was broken while an event went on. */
function hasConfirmed({ notifiedAt, sources, channel }: Alert, event: AlertSource): boolean {
  const isMeanwhile = ({ clearedAt }: AlertSource): boolean => clearedAt === null || clearedAt >= event.start;
  return notifiedAt !== null && channel !== null && sources.some(isMeanwhile) && hasPart(event, channel);
}

/** Whether the parameter of a limit is what several stations say moved at its own. */
function hasMoved({ channel, stations: [station] }: Alert, head: Alert): boolean {
  if (channel === null || !isAnyLasting(head)) return false;
  const parameter = parameterOfChannel(channel);
  return head.parts.some((part) => part.station === station && part.moved?.includes(parameter) === true);
}

/** A parameter of which less is in an event is not what it tells of. */
const SOME_OF_IT = 0.2;

const isWithin = ({ channel }: Alert, { sources }: Alert): boolean =>
  channel !== null && sources.some((source) => isLasting(source) && hasPart(source, channel));

function hasPart(event: AlertSource, channel: ChannelKey): boolean {
  const parameter = parameterOfChannel(channel);
  return weightOf(event, (key) => parameterOfChannel(key) === parameter) >= SOME_OF_IT;
}

/** A limit that was broken on other days as well, of which inspectors were told lately, and that is no worse now. */
export function isHabitual(book: AlertBook, { kind, key }: Alert, source: AlertSource): boolean {
  const limit = kind === 'limit' ? limitById(source.rule) : undefined;
  if (limit === undefined) return false;
  const since = source.raisedAt - book.policy.habitWithin;
  const alike = book.ofKey(key).filter(({ isWithdrawn }) => !isWithdrawn);
  if (!alike.some(({ notifiedAt }) => notifiedAt !== null && notifiedAt >= since)) return false;
  const before = alike.flatMap(({ sources }) =>
    sources.filter((one) => one.rule === source.rule && one.raisedAt >= since && one.raisedAt < source.raisedAt),
  );
  const { habitFrom, utcOffset } = book.policy;
  const days = new Set([source, ...before].map(({ raisedAt }) => dayOf(raisedAt, utcOffset)));
  if (days.size < habitFrom) return false;
  const worst = Math.max(...before.map((one) => excessOver(limit, one.worst)));
  return excessOver(limit, source.worst) <= worst + guardBandOf(limit);
}
