import type { AlertSummary } from '@clearwell/contracts';
import { useEffect, useMemo, useState } from 'react';
import { FailureCard } from '../../frame/failure-card.tsx';
import { useWho } from '../../people/who.ts';
import { asksForNobody, isUnacknowledged } from '../../state/alert-sight.ts';
import { useSay, useSession } from '../../state/session-context.ts';
import { usePicked, useSignal } from '../../state/use-signal.ts';
import { shortText } from '../../words/time-text.ts';
import { byUrgency } from '../alert-order.ts';
import { getAlerts } from '../alerts-door.ts';
import { PageFrame } from '../page-frame.tsx';
import { useNames } from '../use-names.ts';
import { useTelling } from '../use-telling.ts';
import { closedQuery, formatFilter, isNarrowed, isWanted, parseFilter, type AlertFilter } from './alert-filter.ts';
import { AlertRow } from './alert-row.tsx';
import { FilterBar } from './filter-bar.tsx';
import { useClosed } from './use-closed.ts';
import { say as words } from './words.ts';
import '../../styles/alert-list.css';

const MINUTE_MS = 60_000;

/** Alerts that are open as the socket tells them, and those that were closed as the server holds them. */
export function AlertsPage() {
  const say = useSay(words);
  const [filter, setFilter] = useState(() => parseFilter(location.search));
  const change = (part: Partial<AlertFilter>): void => {
    const next = { ...filter, ...part };
    history.replaceState(null, '', `${location.pathname}${formatFilter(next, location.search)}`);
    setFilter(next);
  };
  return (
    <PageFrame title={say('title')} path="/alerts">
      <h1>{say('title')}</h1>
      <FilterBar filter={filter} change={change} />
      {filter.show === 'open' ? <OpenAlerts filter={filter} /> : <ClosedAlerts filter={filter} />}
    </PageFrame>
  );
}

const useMinute = (): number =>
  usePicked(useSession().now, (at) => (at === null ? 0 : Math.ceil(at / MINUTE_MS) * MINUTE_MS));

const useMe = (): string | null => useWho()?.person?.name ?? null;

function OpenAlerts({ filter }: { readonly filter: AlertFilter }) {
  const say = useSay(words);
  const { board } = useSession();
  const { stationOf } = useTelling();
  const me = useMe();
  const isKnown = useSignal(board.snapshots) > 0;
  const open = useSignal(board.alerts);
  const shown = useMemo(
    () => byUrgency([...open.values()].filter((alert) => isWanted(alert, filter, { stationOf, me }))),
    [open, filter, stationOf, me],
  );
  if (!isKnown) return <p role="status">{say('loading')}</p>;
  if (shown.length === 0) return isNarrowed(filter) ? <p className="none">{say('none.filtered')}</p> : <NoneOpen />;
  const waiting = shown.filter(isUnacknowledged).length;
  const lasting = shown.filter(({ condition }) => condition !== 'cleared').length;
  const [past, current] = [shown.filter(asksForNobody), shown.filter((alert) => !asksForNobody(alert))];
  return (
    <>
      <p role="status">{say('shown', { n: shown.length, waiting, lasting })}</p>
      {current.length > 0 ? <Entries alerts={current} /> : <p className="none">{say('none.current')}</p>}
      {past.length > 0 && <PastAlerts alerts={past} />}
    </>
  );
}

/** What is over and asks for nobody: there to be looked at, and out of the way. */
function PastAlerts({ alerts }: { readonly alerts: readonly AlertSummary[] }) {
  const say = useSay(words);
  return (
    <details className="bygone">
      <summary>{say('past', { n: alerts.length })}</summary>
      <p className="quiet">{say('past.why')}</p>
      <Entries alerts={alerts} />
    </details>
  );
}

/** 当前无预警 · 最近一次 11-18 09:20 */
function NoneOpen() {
  const say = useSay(words);
  const now = useMinute();
  const [last, setLast] = useState<AlertSummary | null>(null);
  useEffect(() => {
    void getAlerts(new URLSearchParams({ limit: '1' })).then((answer) => {
      if (answer.ok) setLast(answer.value.alerts[0] ?? null);
    });
  }, []);
  return (
    <p className="none">{last === null ? say('none') : say('none.last', { time: shortText(last.openedAt, now) })}</p>
  );
}

function ClosedAlerts({ filter }: { readonly filter: AlertFilter }) {
  const say = useSay(words);
  const { closed, load } = useClosed(closedQuery(filter, useMe()).toString());
  if (closed === null) return <p role="status">{say('loading')}</p>;
  const { alerts, failure, next } = closed;
  return (
    <>
      {failure === null && (
        <p role="status">{alerts.length === 0 ? say('none.filtered') : say('shown.closed', { n: alerts.length })}</p>
      )}
      <Entries alerts={alerts} />
      {failure !== null && <FailureCard title={say('failed')} failure={failure} retry={() => load(next)} />}
      {failure === null && next !== null && (
        <button type="button" className="button" onClick={() => load(next)}>
          {say('more')}
        </button>
      )}
    </>
  );
}

function Entries({ alerts }: { readonly alerts: readonly AlertSummary[] }) {
  const now = useMinute();
  const { nameOf } = useNames();
  return (
    <ul className="entries">
      {alerts.map((alert) => (
        <AlertRow key={alert.id} alert={alert} now={now} nameOf={nameOf} />
      ))}
    </ul>
  );
}
