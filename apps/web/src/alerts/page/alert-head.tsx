import type { AlertDetail } from '@clearwell/contracts/alerts';
import type { AlertId, EpochMs } from '@clearwell/water-quality';
import { isNeedless } from '../../state/alert-sight.ts';
import { useAddressPart, useSay } from '../../state/session-context.ts';
import { shortText, spanText } from '../../words/time-text.ts';
import { AlertIcon } from '../alert-icon.tsx';
import { whatText, whereText } from '../alert-title.ts';
import { useTelling } from '../use-telling.ts';
import type { NameOf } from '../use-names.ts';
import { say as words } from './words.ts';

interface Props {
  readonly alert: AlertDetail;
  readonly now: EpochMs;
  readonly nameOf: NameOf;
}

export function AlertHead({ alert, now, nameOf }: Props) {
  const telling = useTelling();
  const { speech, say: sayAlert } = telling;
  const say = useSay(words);
  const { id, level, kind, condition, handling, start, end } = alert;
  const isToPass = isNeedless(alert);
  const span = spanText(speech, (end ?? now) - start);
  const since = shortText(start, now);
  return (
    <header className={`head head--${level}`}>
      <p className="head__kind">
        {sayAlert(`level.${level}`)} · {sayAlert(`kind.${kind}`)} · {id}
      </p>
      <h1>
        <AlertIcon alert={alert} /> {whatText(telling, alert)}
      </h1>
      <p className="head__where">{whereText(telling, alert.stations)}</p>
      <p className="head__marks">
        <span className={`mark mark--${isToPass ? 'closed' : handling}`}>
          {isToPass ? sayAlert('needless') : sayAlert(`handling.${handling}`)}
        </span>
        <span className={`mark mark--${condition}`}>
          {alert.withdrawn ? sayAlert('withdrawn') : sayAlert(`condition.${condition}`)}
        </span>
        <span>
          {end === null ? say('since', { since, span }) : say('lasted', { since, end: shortText(end, now), span })}
        </span>
      </p>
      <Facts alert={alert} now={now} nameOf={nameOf} />
      <Related alert={alert} />
    </header>
  );
}

function Facts({ alert, now, nameOf }: Props) {
  const { speech, say: sayAlert } = useTelling();
  const say = useSay(words);
  const { unverifiedSince, settling, notifiedAt, lateMs, assignee, acknowledgement, judgement, handling } = alert;
  const at = (time: EpochMs): string => shortText(time, now);
  const facts = [
    settling !== null && say('settling', { since: at(settling.since), until: at(settling.until) }),
    say('opened', { time: at(alert.openedAt) }),
    notifiedAt === null ? say('notified.none') : say('notified', { time: at(notifiedAt) }),
    lateMs > LATE_MS && say('late', { span: spanText(speech, lateMs) }),
    assignee !== null && say('assigned', { name: nameOf(assignee) }),
    acknowledgement !== null && handling === 'acknowledged' && say('expires', { time: at(acknowledgement.expiresAt) }),
    judgement !== null &&
      say('judged', {
        name: nameOf(judgement.by),
        time: at(judgement.at),
        verdict: [sayAlert(`verdict.${judgement.verdict}`), judgement.cause].filter(Boolean).join(' — '),
      }) + (judgement.wasLasting ? say('judged.lasting') : ''),
  ];
  return (
    <ul className="head__facts">
      {unverifiedSince !== null && (
        <li className="head__unverified">{say('unverified', { since: at(unverifiedSince) })}</li>
      )}
      {facts
        .filter((fact) => fact !== false)
        .map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
    </ul>
  );
}

/** Later than two intervals of an ordinary station. */
const LATE_MS = 20 * 60_000;

function Related({ alert: { partOf, members } }: Pick<Props, 'alert'>) {
  const say = useSay(words);
  return (
    <>
      {partOf !== null && (
        <p>
          {say('partOf')} <AlertLink id={partOf} />
        </p>
      )}
      {members.length > 0 && (
        <p className="head__members">
          {say('members')}{' '}
          {members.map((id) => (
            <AlertLink key={id} id={id} />
          ))}
        </p>
      )}
    </>
  );
}

export function AlertLink({ id }: { readonly id: AlertId }) {
  const language = useAddressPart((part) => part.language);
  return <a href={`/alerts/${id}?lang=${language}`}>{id}</a>;
}
