import type { AlertDetail, AlertTimelineEntry } from '@clearwell/contracts/alerts';
import type { EpochMs } from '@clearwell/water-quality';
import { useSay } from '../../state/session-context.ts';
import { shortText, spanText } from '../../words/time-text.ts';
import { channelText, ruleText, type Telling } from '../alert-title.ts';
import { useTelling } from '../use-telling.ts';
import { deliveryText, noticesOf, type ToldNotice } from './notices.ts';
import { stationOfSource } from './reason.ts';
import type { NameOf } from '../use-names.ts';
import { say as words, type PageSay } from './words.ts';

interface Props {
  readonly alert: AlertDetail;
  readonly now: EpochMs;
  readonly nameOf: NameOf;
}

/** What happened to it, oldest first. */
export function Timeline({ alert, now, nameOf }: Props) {
  const telling = useTelling();
  const say = useSay(words);
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{say('timeline')}</h2>
      <ol className="timeline">
        {alert.timeline.map((entry) => (
          <li key={`${entry.revision}.${entry.place}`} data-what={entry.what}>
            <time dateTime={new Date(entry.at).toISOString()}>{shortText(entry.at, now)}</time>
            <span>
              <b>{didText(telling, entry, nameOf)}</b> {detailsOf({ telling, say }, alert, entry).join(' · ')}
              {entry.text !== undefined && <q>{entry.text}</q>}
            </span>
            <span className="timeline__by">{entry.by === null ? say('by.data') : nameOf(entry.by)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

const didText = ({ say }: Telling, { what, to, other }: AlertTimelineEntry, nameOf: NameOf): string =>
  say(`did.${what}`, { to: to === undefined ? '' : nameOf(to), other: other ?? '' });

const LATE_MS = 20 * 60_000;

function detailsOf(
  { telling, say }: { telling: Telling; say: PageSay },
  alert: AlertDetail,
  { what, level, code, source, verdict, lateMs }: AlertTimelineEntry,
): string[] {
  const { say: sayAlert, speech } = telling;
  const about = source === undefined ? undefined : alert.sources.find(({ key }) => key === source);
  const isTurn = what === 'raised' || what === 'found_over' || what === 'worsened' || what === 'eased';
  return [
    isTurn ? sayAlert(`level.${level}`) : '',
    about?.channel != null
      ? ruleText(telling, about.rule, channelText(telling, stationOfSource(about, alert), about.channel))
      : '',
    code === undefined ? '' : sayAlert(`hold.${code}`),
    verdict === undefined ? '' : sayAlert(`verdict.${verdict}`),
    lateMs !== undefined && lateMs > LATE_MS ? say('note.late', { span: spanText(speech, lateMs) }) : '',
  ].filter((text) => text !== '');
}

/** What was dropped there and then is of a moment. */
function heldText(say: PageSay, { from, until }: Omit<AlertDetail['heldBack'][number], 'code'>, now: EpochMs): string {
  const start = shortText(from, now);
  if (until === null) return say('held.now', { from: start });
  return until === from ? start : say('held.over', { from: start, until: shortText(until, now) });
}

/** When nobody was notified, and why. */
export function HeldBack({ alert, now }: Omit<Props, 'nameOf'>) {
  const { say: sayAlert } = useTelling();
  const say = useSay(words);
  return (
    <section aria-labelledby="held">
      <h2 id="held">{say('held')}</h2>
      {alert.heldBack.length === 0 && <p className="quiet">{say('held.none')}</p>}
      <ul className="helds">
        {alert.heldBack.map(({ code, from, until }) => (
          <li key={`${code} ${from}`}>
            <b>{sayAlert(`hold.${code}`)}</b> {heldText(say, { from, until }, now)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Who was told of it, over what, and who was not, and why. */
export function Notices({ alert, now, nameOf }: Props) {
  const say = useSay(words);
  return (
    <section aria-labelledby="told">
      <h2 id="told">{say('told')}</h2>
      {alert.deliveries.length === 0 && <p className="quiet">{say('told.none')}</p>}
      <ol className="timeline">
        {noticesOf(alert.deliveries).map((notice) => (
          <NoticeRow
            key={`${notice.revision} ${notice.what} ${notice.audience}`}
            notice={notice}
            alert={alert}
            now={now}
            nameOf={nameOf}
          />
        ))}
      </ol>
    </section>
  );
}

function NoticeRow({ notice, alert, now, nameOf }: Props & { readonly notice: ToldNotice }) {
  const telling = useTelling();
  const say = useSay(words);
  const { revision, what, audience, at, lines } = notice;
  const entry = alert.timeline.find((one) => one.revision === revision && one.what === what);
  const did = entry === undefined ? telling.say(`did.${what}`, { to: '', other: '' }) : didText(telling, entry, nameOf);
  const saying = { say, sayAlert: telling.say, kind: alert.kind };
  const timeOf = (line: ToldNotice['lines'][number]): string => {
    const time = shortText(line.at, now);
    return time === shortText(at, now) ? '' : `${time} `;
  };
  return (
    <li data-told={what}>
      <time dateTime={new Date(at).toISOString()}>{shortText(at, now)}</time>
      <span>
        <b>{say('told.to', { what: did, audience: say(`audience.${audience}`) })}</b>
        {lines.map((line) => (
          <small
            key={`${line.receiver ?? ''} ${line.outcome} ${line.attempt ?? ''} ${line.at}`}
            data-outcome={line.outcome}
          >
            {timeOf(line)}
            {deliveryText(saying, line)}
          </small>
        ))}
      </span>
    </li>
  );
}
