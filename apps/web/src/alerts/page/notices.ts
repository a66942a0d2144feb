import type { AlertDelivery, AlertDetail } from '@clearwell/contracts/alerts';
import { HOLD_CODES, type AlertKind, type Audience, type EpochMs, type HoldCode } from '@clearwell/water-quality';
import type { AlertSay } from '../words.ts';
import type { PageSay } from './words.ts';

/** What was told of one revision to one audience, and what became of it. */
export interface ToldNotice extends Pick<AlertDelivery, 'revision' | 'what' | 'audience'> {
  readonly at: EpochMs;
  readonly lines: readonly AlertDelivery[];
}

/** Notices in the order in which something first became of them. */
export function noticesOf(deliveries: AlertDetail['deliveries']): readonly ToldNotice[] {
  const found = new Map<string, ToldNotice>();
  for (const line of deliveries) {
    const { at, revision, what, audience } = line;
    const key = `${revision} ${what} ${audience}`;
    const before = found.get(key) ?? { at, revision, what, audience, lines: [] };
    found.set(key, { ...before, lines: [...before.lines, line] });
  }
  return [...found.values()];
}

interface Saying {
  readonly say: PageSay;
  readonly sayAlert: AlertSay;
  readonly kind: AlertKind;
}

/** Kinds that concern maintainers in the first place. */
const OF_PROBES: readonly AlertKind[] = ['fault', 'silence', 'link'];

/** They are told in place of those whom it concerns. */
const isInstead = ({ audience, what, why }: AlertDelivery, kind: AlertKind): boolean =>
  audience === INSTEAD && why === 'channel_fault' && what !== 'ack_expired' && !OF_PROBES.includes(kind);
const INSTEAD: Audience = 'maintainers';

/** 未通知：维护窗口内 */
export function deliveryText({ say, sayAlert, kind }: Saying, line: AlertDelivery): string {
  const { outcome, attempt } = line;
  const values = {
    receiver: receiverText(say, line.receiver),
    why: whyText(say, sayAlert, line.why),
    n: attempt ?? 1,
  };
  if (outcome === 'held_back') return say(isInstead(line, kind) ? 'told.instead' : 'told.held_back', values);
  if (outcome === 'delivered' && line.receiver === 'inbox') return say('told.listed');
  if (outcome === 'delivered' && values.n > 1) return say('told.delivered.late', values);
  return say(`told.${outcome}`, values);
}

const receiverText = (say: PageSay, receiver: string | null): string =>
  receiver === 'inbox' ? say('receiver.inbox') : receiver === 'webhook' ? say('receiver.webhook') : (receiver ?? '');

const isHold = (why: string): why is HoldCode => (HOLD_CODES as readonly string[]).includes(why);

function whyText(say: PageSay, sayAlert: AlertSay, why: string | null): string {
  if (why === null) return '';
  if (isHold(why)) return sayAlert(`hold.${why}`);
  const [, status] = /^http_(\d+)$/.exec(why) ?? [];
  if (status !== undefined) return say('why.http', { status });
  return why === 'timeout' ? say('why.timeout') : say('why.unreachable', { code: why });
}
