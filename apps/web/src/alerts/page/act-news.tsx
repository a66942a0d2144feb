import type { AlertDetail } from '@clearwell/contracts/alerts';
import { useSay } from '../../state/session-context.ts';
import { useSignal } from '../../state/use-signal.ts';
import type { ActOutcome, ActPhase, QueuedAct } from '../acts/act-queue.ts';
import { actQueue } from '../acts/queue.ts';
import type { NameOf } from '../use-names.ts';
import { isDone, useOutcomeText, wordOf } from './outcome-text.ts';
import { formAct } from './use-acts.ts';
import { say as words } from './words.ts';

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
  // What keeps a form open is told in it.
  const isToldInForm = useSignal(formAct) === outcome?.act.key;
  return (
    <div className="news" role="status">
      {acts.map((act) => (
        <Queued key={act.key} act={act} phase={phases.get(act.key) ?? 'waiting'} />
      ))}
      {outcome?.act.alert === id && !isToldInForm && <Outcome outcome={outcome} alert={alert} nameOf={nameOf} />}
    </div>
  );
}

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
  const outcomeText = useOutcomeText(seen);
  const isOver = isDone(outcome);
  return (
    <p className={isOver ? 'news__line' : 'news__line news__line--not'} data-act={isOver ? 'done' : 'not-done'}>
      {outcomeText(outcome)}
      <button type="button" className="button button--quiet" onClick={() => actQueue.outcome.set(null)}>
        {say('dismiss')}
      </button>
    </p>
  );
}
