import type { AlertDetail } from '@clearwell/contracts/alerts';
import { useSay, useSession } from '../../state/session-context.ts';
import { minuteText } from '../../words/time-text.ts';
import type { ActOutcome, QueuedAct } from '../acts/act-queue.ts';
import type { NameOf } from '../use-names.ts';
import { useTelling } from '../use-telling.ts';
import type { ActName } from './use-acts.ts';
import { say as words, type PageSay } from './words.ts';

interface Seen {
  readonly alert: AlertDetail;
  readonly nameOf: NameOf;
}

export const wordOf = (say: PageSay, act: QueuedAct): string => say(act.what as ActName);

export const isDone = ({ result }: ActOutcome): boolean =>
  result.kind === 'answered' && result.answer.outcome === 'done';

/** Tells what became of an act, and why it was not done. */
export function useOutcomeText({ alert, nameOf }: Seen): (outcome: ActOutcome) => string {
  const say = useSay(words);
  const { say: sayAlert } = useTelling();
  const { now } = useSession();
  return ({ act, result }) => {
    const what = wordOf(say, act);
    if (result.kind === 'failed') {
      const { code } = result.failure;
      return code === 'forbidden' ? say('act.forbidden', { what }) : say('act.failed', { what, code });
    }
    const { conflict, refusal } = result.answer;
    if (conflict !== null) {
      // The answer says what and when; to whom or into what stands in the timeline.
      const line = alert.timeline.find(({ what: one, at }) => one === conflict.what && at === conflict.at);
      const to = line?.to === undefined ? '' : nameOf(line.to);
      const did = sayAlert(`did.${conflict.what}`, { to, other: line?.other ?? '' });
      const values = { what, did, time: minuteText(Math.min(conflict.at, now.get() ?? conflict.at)) };
      return conflict.by === null
        ? say('conflict.data', values)
        : say('conflict', { ...values, name: nameOf(conflict.by) });
    }
    return refusal === null ? say('done', { what }) : say('refused', { what, why: say(`refusal.${refusal}`) });
  };
}
