import type { PrecisionAnswer } from '@clearwell/contracts/alerts';
import { PARAMETER_CODES, parameterOf, type StationId } from '@clearwell/water-quality';
import { useCallback, useEffect, useState } from 'react';
import type { Answer } from '../../door.ts';
import { FailureCard } from '../../frame/failure-card.tsx';
import { useSay } from '../../state/session-context.ts';
import { dayText, spanText } from '../../words/time-text.ts';
import { getPrecision } from '../alerts-door.ts';
import { ruleName } from '../alert-title.ts';
import { PageFrame } from '../page-frame.tsx';
import { useTelling } from '../use-telling.ts';
import { SensitivitySection } from './sensitivity.tsx';
import { say as words } from './words.ts';
import '../../styles/precision.css';

type Row = PrecisionAnswer['byRule'][number];

/** `/reports`: how often rules were right, and how often they woke somebody. */
export function PrecisionPage() {
  const say = useSay(words);
  const [held, setHeld] = useState<Answer<PrecisionAnswer> | null>(null);
  const load = useCallback(() => void getPrecision().then(setHeld), []);
  useEffect(load, [load]);
  return (
    <PageFrame title={say('title')} path="/reports">
      <h1>{say('title')}</h1>
      {held === null && <p role="status">{say('loading')}</p>}
      {held?.ok === false && <FailureCard title={say('failed')} failure={held.failure} retry={load} />}
      {held?.ok === true && <Report report={held.value} reload={load} />}
    </PageFrame>
  );
}

interface Props {
  readonly report: PrecisionAnswer;
}

function Report({ report, reload }: Props & { readonly reload: () => void }) {
  const telling = useTelling();
  const { speech, stationOf } = telling;
  const say = useSay(words);
  const stationName = (id: string): string => {
    const station = stationOf(id as StationId);
    return station === undefined ? id : speech.name(station.name);
  };
  const parameterName = (code: string): string => {
    const known = PARAMETER_CODES.find((parameter) => parameter === code);
    return known === undefined ? code : speech.name(parameterOf(known).name);
  };
  const isEmpty = report.weeks.every(({ alerts }) => alerts === 0);
  return (
    <>
      <p className="quiet">
        {say('span', { from: dayText(report.from), to: dayText(report.to) })} · {say('lead')}
      </p>
      {isEmpty && <p className="none">{say('none')}</p>}
      <Weeks report={report} />
      <Times report={report} />
      <WolfCries report={report} />
      <SensitivitySection rows={report.sensitivity} nameOf={stationName} onChange={reload} />
      <Shares title={say('rule')} rows={report.byRule} nameOf={(rule) => ruleName(telling, rule)} />
      <Shares title={say('parameter')} rows={report.byParameter} nameOf={parameterName} />
      <Shares title={say('station')} rows={report.byStation} nameOf={stationName} />
      <Shares title={say('month')} rows={report.byMonth} nameOf={(month) => `${month.slice(0, 4)}-${month.slice(4)}`} />
    </>
  );
}

function Weeks({ report: { weeks, notifiedAim } }: Props) {
  const say = useSay(words);
  const most = Math.max(notifiedAim, ...weeks.map(({ alerts }) => alerts), 1);
  return (
    <section aria-labelledby="weeks">
      <h2 id="weeks">{say('weeks')}</h2>
      <p className="quiet">{say('weeks.aim', { aim: notifiedAim })}</p>
      {weeks.length > 0 && (
        <table className="figures-table weeks">
          <thead>
            <tr>
              <th scope="col">{say('week')}</th>
              <th scope="col">{say('alerts')}</th>
              <th scope="col">{say('notified')}</th>
            </tr>
          </thead>
          <tbody>
            {weeks.map(({ from, alerts, notified }) => (
              <tr key={from} className={notified > notifiedAim ? 'weeks__over' : undefined}>
                <td>{dayText(from)}</td>
                <td>
                  <Bar share={alerts / most} /> {alerts}
                </td>
                <td>
                  <Bar share={notified / most} /> {notified}
                  {notified > notifiedAim && <small>{say('weeks.over')}</small>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Bar({ share }: { readonly share: number }) {
  return <span className="bar-share" aria-hidden="true" style={{ width: `${Math.round(share * 64)}px` }} />;
}

function Times({ report: { toAcknowledge, toClose } }: Props) {
  const { speech } = useTelling();
  const say = useSay(words);
  const told = (ms: number | null): string => (ms === null ? say('never') : spanText(speech, ms));
  return (
    <section aria-labelledby="times">
      <h2 id="times">{say('times')}</h2>
      <dl className="times">
        <dt>{say('toAcknowledge')}</dt>
        <dd>{told(toAcknowledge)}</dd>
        <dt>{say('toClose')}</dt>
        <dd>{told(toClose)}</dd>
      </dl>
    </section>
  );
}

function WolfCries({ report: { wolfCries } }: Props) {
  const telling = useTelling();
  const say = useSay(words);
  return (
    <section aria-labelledby="wolf">
      <h2 id="wolf">{say('wolf')}</h2>
      {wolfCries.length === 0 && <p className="quiet">{say('wolf.none')}</p>}
      <ul className="wolves">
        {wolfCries.map((cry) => (
          <li key={cry.of}>
            {say('wolf.line', {
              rule: ruleName(telling, cry.of),
              judged: cry.judged,
              wrong: cry.judged - cry.right,
              mostly: telling.say(`verdict.${cry.mostly}`).toLowerCase(),
            })}
            <b>{say(`proposal.${cry.proposal}`)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface SharesProps {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly nameOf: (of: string) => string;
}

const percent = (share: number): string => `${Math.round(share * 100)}%`;

function Shares({ title, rows, nameOf }: SharesProps) {
  const say = useSay(words);
  if (rows.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <div className="wide" tabIndex={0} role="region" aria-label={title}>
        <table className="figures-table">
          <thead>
            <tr>
              <th scope="col">{title}</th>
              <th scope="col">{say('alerts')}</th>
              <th scope="col">{say('judged')}</th>
              <th scope="col">{say('right')}</th>
              <th scope="col">{say('precision')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ of, alerts, judged, right, precision }) => (
              <tr key={of}>
                <td>{nameOf(of)}</td>
                <td>{alerts}</td>
                <td>{judged}</td>
                <td>{right}</td>
                <td>
                  {precision === null
                    ? '–'
                    : say('share', {
                        likely: percent(precision.likely),
                        low: percent(precision.low),
                        high: percent(precision.high),
                      })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
