import type { AlertDetail } from '@clearwell/contracts/alerts';
import { useSay, useSession } from '../../state/session-context.ts';
import { useSignal } from '../../state/use-signal.ts';
import { minuteText } from '../../words/time-text.ts';
import type { ActOutcome, ActPhase, QueuedAct } from '../acts/act-queue.ts';
import { actQueue } from '../acts/queue.ts';
import { useTelling } from '../use-telling.ts';
import type { NameOf } from '../use-names.ts';
import { say as words, type PageSay } from './words.ts';
import type { ActName } from './use-acts.ts';

interface Props {
  readonly alert: AlertDetail;
  readonly nameOf: NameOf;
}

/** What was done here and is not sent yet, and what became of the last of it. */
export function ActNews({ alert, nameOf }: Props) {
  const { id } = alert;
  const acts = useSignal(actQueue.acts).filter((act) => act.alert === id);
  const phases = useSignal(actQueue.phases);
  const outcome = useSignal(actQueue.outcome);
  return (
    <div className="news" role="status">
      {acts.map((act) => (
        <Queued key={act.key} act={act} phase={phases.get(act.key) ?? 'waiting'} />
      ))}
      {outcome?.act.alert === id && <Outcome outcome={outcome} alert={alert} nameOf={nameOf} />}
    </div>
  );
}

const wordOf = (say: PageSay, act: QueuedAct): string => say(act.what as ActName);

function Queued({ act, phase }: { readonly act: QueuedAct; readonly phase: ActPhase }) {
  const say = useSay(words);
  return (
    <p className={`news__line news__line--${phase}`} data-act={phase}>
      {say(`act.${phase}`, { what: wordOf(say, act) })}
      {phase === 'undoable' && (
        <button type="button" className="button" onClick={() => actQueue.undo(act.key)}>
          {say('undo')}
        </button>
      )}
    </p>
  );
}

function Outcome({ outcome, ...seen }: Props & { readonly outcome: ActOutcome }) {
  const say = useSay(words);
  const text = useOutcomeText(outcome, seen);
  const { result } = outcome;
  const isDone = result.kind === 'answered' && result.answer.outcome === 'done';
  return (
    <p className={isDone ? 'news__line' : 'news__line news__line--not'} data-act={isDone ? 'done' : 'not-done'}>
      {text}
      <button type="button" className="button button--quiet" onClick={() => actQueue.outcome.set(null)}>
        {say('dismiss')}
      </button>
    </p>
  );
}

function useOutcomeText({ act, result }: ActOutcome, { alert, nameOf }: Props): string {
  const say = useSay(words);
  const { say: sayAlert } = useTelling();
  const { now } = useSession();
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
}
