import {
  isLasting,
  LONGEST_WAY,
  parameterOfChannel,
  type Alert,
  type AlertSource,
  type ChannelKey,
  type EpochMs,
} from '@clearwell/water-quality';
import { isAnyLasting, weightOf } from './alert-shape.ts';
import type { AlertBook } from './book.ts';
import { isAtFault } from './channel-faults.ts';

/** Other parameters that have this part of an event together have moved as well; by chance they have a little less than that. */
const MUCH_OF_IT = 0.4;

/** A limit that one parameter breaks alone, not long ago: a probe that fails does the same, and may still be found to. */
export function isAlone(book: AlertBook, alert: Alert, { raisedAt }: AlertSource, at: EpochMs): boolean {
  const { kind, channel, stations } = alert;
  const [station] = stations;
  if (kind !== 'limit' || channel === null || station === undefined) return false;
  if (at >= raisedAt + book.policy.loneParameterWaits) return false;
  if (book.headsOver(station).some((head) => hasMovedElsewhere(head, alert, raisedAt))) return false;
  return !book.live(station).some((other) => speaksOfAnother(book, other, channel));
}

/** Whether several stations say that the parameter has moved at another one: no probe does that. A cluster can last for days after it passed a station. */
function hasMovedElsewhere(head: Alert, { channel, stations }: Alert, raisedAt: EpochMs): boolean {
  if (head.kind !== 'cluster' || channel === null || !isAnyLasting(head)) return false;
  const parameter = parameterOfChannel(channel);
  return head.parts.some(
    ({ station, until, moved }) =>
      !stations.includes(station) &&
      (until === null || until >= raisedAt - LONGEST_WAY) &&
      moved?.includes(parameter) !== false,
  );
}

/** Whether another parameter breaks a limit as well, not by a fault of its own probe, or has moved. */
function speaksOfAnother(book: AlertBook, alert: Alert, than: ChannelKey): boolean {
  const { kind, channel, sources } = alert;
  const isOther = (key: ChannelKey): boolean => parameterOfChannel(key) !== parameterOfChannel(than);
  if (kind === 'limit' && channel !== null && isOther(channel))
    return sources.some((source) => isLasting(source) && !isAtFault(book, alert, source));
  return kind === 'event' && sources.some((source) => isLasting(source) && weightOf(source, isOther) >= MUCH_OF_IT);
}
