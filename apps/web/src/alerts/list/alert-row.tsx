import type { AlertSummary } from '@clearwell/contracts';
import type { EpochMs } from '@clearwell/water-quality';
import { StatusIcon } from '../../map/status-icon.tsx';
import { isUnacknowledged } from '../../state/alert-sight.ts';
import { useSay } from '../../state/session-context.ts';
import { shortText, spanText } from '../../words/time-text.ts';
import { statusOf } from '../alert-order.ts';
import { whatText, whereText } from '../alert-title.ts';
import { staffName } from '../staff-name.ts';
import { useTelling } from '../use-telling.ts';
import { say as words } from './words.ts';

interface Props {
  readonly alert: AlertSummary;
  readonly now: EpochMs;
}

export function AlertRow({ alert, now }: Props) {
  const telling = useTelling();
  const { speech, say: sayAlert } = telling;
  const say = useSay(words);
  const { id, level, kind, condition, handling, start, end } = alert;
  const span = spanText(speech, (end ?? now) - start);
  const time = { since: shortText(start, now), span };
  const facts = [
    end === null ? say('since', time) : say('lasted', time),
    alert.assignee !== null && say('assigned', { name: staffName(sayAlert, alert.assignee) }),
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
        <StatusIcon status={statusOf(alert)} unverified={condition === 'unverified'} />
        <span className="entry__what">
          <b>{whatText(telling, alert)}</b>
          <span>{whereText(telling, alert.stations)}</span>
          <small>{facts.join(' · ')}</small>
        </span>
        <span className="entry__marks">
          <span className={`mark mark--${handling}`}>{sayAlert(`handling.${handling}`)}</span>
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
