import {
  isLasting,
  parameterOfChannel,
  type Alert,
  type AlertSource,
  type ChannelKey,
  type EpochMs,
} from '@clearwell/water-quality';
import { isAnyLasting } from './alert-shape.ts';
import type { AlertBook } from './book.ts';

/** A parameter that has this part of an event has moved as well. */
const SOME_OF_IT = 0.2;

/** A limit that one parameter breaks alone, not long ago: a probe that fails does the same, and may still be found to. */
export function isAlone(book: AlertBook, alert: Alert, { raisedAt }: AlertSource, at: EpochMs): boolean {
  const { kind, channel, stations } = alert;
  const [station] = stations;
  if (kind !== 'limit' || channel === null || station === undefined) return false;
  if (at >= raisedAt + book.policy.loneParameterWaits) return false;
  if (book.headsOver(station).some((head) => head.kind === 'cluster' && isAnyLasting(head))) return false;
  return !book.live(station).some((other) => speaksOfAnother(other, channel));
}

/** Whether another parameter breaks a limit as well, or has moved. */
function speaksOfAnother({ kind, channel, sources, held }: Alert, than: ChannelKey): boolean {
  const isOther = (key: ChannelKey): boolean => parameterOfChannel(key) !== parameterOfChannel(than);
  if (kind === 'limit')
    return channel !== null && isOther(channel) && held?.code !== 'channel_fault' && sources.some(isLasting);
  return (
    kind === 'event' &&
    sources.some(
      (source) =>
        isLasting(source) &&
        source.contributions.some(({ channel: key, weight }) => weight >= SOME_OF_IT && isOther(key)),
    )
  );
}
