import type { AlertSummary } from '@clearwell/contracts';
import type { EpochMs } from '@clearwell/water-quality';
import { isNeedless, isUnacknowledged } from '../../state/alert-sight.ts';
import { useSay } from '../../state/session-context.ts';
import { shortText, spanText } from '../../words/time-text.ts';
import { AlertIcon } from '../alert-icon.tsx';
import { whatText, whereText } from '../alert-title.ts';
import type { NameOf } from '../use-names.ts';
import { useTelling } from '../use-telling.ts';
import { say as words } from './words.ts';

interface Props {
  readonly alert: AlertSummary;
  readonly now: EpochMs;
  readonly nameOf: NameOf;
}

export function AlertRow({ alert, now, nameOf }: Props) {
  const telling = useTelling();
  const { speech, say: sayAlert } = telling;
  const say = useSay(words);
  const { id, level, kind, condition, handling, start, end } = alert;
  const span = spanText(speech, (end ?? now) - start);
  const isToPass = isNeedless(alert);
  const time = { since: shortText(start, now), span };
  const facts = [
    end === null ? say('since', time) : say('lasted', time),
    alert.unverifiedSince !== null && say('unverified', { since: shortText(alert.unverifiedSince, now) }),
    alert.assignee !== null && say('assigned', { name: nameOf(alert.assignee) }),
    alert.verdict !== null && say('verdict', { verdict: sayAlert(`verdict.${alert.verdict}`) }),
    alert.partOf !== null
      ? say('part', { id: alert.partOf })
      : alert.held !== null && say('held', { why: sayAlert(`hold.${alert.held}`) }),
  ].filter(Boolean);
  return (
    <li>
      <a
        className={`entry entry--${level}${isUnacknowledged(alert) ? ' entry--waiting' : ''}`}
        href={`/alerts/${id}?lang=${speech.language}`}
        data-alert={id}
        data-handling={handling}
      >
        <AlertIcon alert={alert} />
        <span className="entry__what">
          <b>{whatText(telling, alert)}</b>
          <span>{whereText(telling, alert.stations)}</span>
          <small>{facts.join(' · ')}</small>
        </span>
        <span className="entry__marks">
          <span className={`mark mark--${isToPass ? 'closed' : handling}`}>
            {isToPass ? sayAlert('needless') : sayAlert(`handling.${handling}`)}
          </span>
          <span className={`mark mark--${condition}`}>
            {alert.withdrawn ? sayAlert('did.withdrawn') : sayAlert(`condition.${condition}`)}
          </span>
          <small>
            {sayAlert(`level.${level}`)} · {sayAlert(`kind.${kind}`)} · {id}
          </small>
        </span>
      </a>
    </li>
  );
}
