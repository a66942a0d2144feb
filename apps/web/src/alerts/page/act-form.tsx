import type { AlertDetail } from '@clearwell/contracts/alerts';
import { useEffect, useState, type ReactNode } from 'react';
import { useSay } from '../../state/session-context.ts';
import { usePicked } from '../../state/use-signal.ts';
import { actQueue } from '../acts/queue.ts';
import type { useNames } from '../use-names.ts';
import { isDone, useOutcomeText } from './outcome-text.ts';
import { formAct } from './use-acts.ts';
import { say as words } from './words.ts';

export interface FormProps {
  readonly alert: AlertDetail;
  readonly names: ReturnType<typeof useNames>;
  readonly close: () => void;
}

interface FrameProps extends FormProps {
  /** Puts the act into the queue; returns its key. */
  readonly send: () => string | null;
  readonly children: ReactNode;
}

/** The act that was sent from here last, and what became of it. */
function useSent() {
  const [sent, setSent] = useState<string | null>(null);
  const isQueued = usePicked(actQueue.acts, (acts) => acts.some(({ key }) => key === sent));
  const isWaiting = usePicked(actQueue.phases, (phases) => sent !== null && phases.get(sent) === 'waiting');
  const outcome = usePicked(actQueue.outcome, (last) => (last?.act.key === sent ? last : null));
  useEffect(() => {
    formAct.set(sent);
    return () => {
      formAct.set(null);
    };
  }, [sent]);
  return { setSent, isQueued, isWaiting, outcome };
}

/** The fields of an act, and whether to do it. It stays open with what was typed until that is done. The browser says which field is wanting. */
export function ActForm({ alert, names, close, send, children }: FrameProps) {
  const say = useSay(words);
  const { setSent, isQueued, isWaiting, outcome } = useSent();
  const isOver = outcome !== null && isDone(outcome);
  useEffect(() => {
    if (isOver) close();
  }, [isOver, close]);
  const outcomeText = useOutcomeText({ alert, nameOf: names.nameOf });
  return (
    <form
      className="act"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isQueued) setSent(send());
      }}
    >
      {/* What waits is sent as it was: changing it here would change nothing. */}
      <fieldset disabled={isWaiting}>{children}</fieldset>
      {outcome !== null && !isOver && (
        <p className="news__line news__line--not" role="alert" data-act="not-done">
          {outcomeText(outcome)}
        </p>
      )}
      <div className="act__end">
        {!isWaiting && (
          <button type="submit" className="button" aria-disabled={isQueued}>
            {say('send')}
          </button>
        )}
        <button
          type="button"
          className="button button--quiet"
          onClick={() => {
            if (outcome !== null) actQueue.outcome.set(null);
            close();
          }}
        >
          {say(isQueued ? 'hide' : 'cancel')}
        </button>
      </div>
    </form>
  );
}
