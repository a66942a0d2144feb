import { useMemo, useState, type KeyboardEvent } from 'react';
import type { Station } from '@clearwell/water-quality';
import { FailureCard } from '../frame/failure-card.tsx';
import { useAddressPart, useScene, useSession, useSpeech } from '../state/session-context.ts';
import { useSignal } from '../state/use-signal.ts';
import { matches, orderStations } from './order-stations.ts';
import { SearchBox } from './search-box.tsx';
import { StationRow } from './station-row.tsx';

export function StationList() {
  const session = useSession();
  const { t } = useSpeech();
  const phase = useSignal(session.stations);
  return (
    <section className="list" id="list" aria-label={t('list.label')} tabIndex={-1}>
      {phase.kind === 'loading' && <ListSkeleton />}
      {phase.kind === 'failed' && (
        <FailureCard title={t('failure.stations')} failure={phase.failure} retry={session.retryStations} />
      )}
      {phase.kind === 'ready' && <Rows stations={phase.stations} />}
    </section>
  );
}

function ListSkeleton() {
  const { t } = useSpeech();
  return (
    <div className="skeleton" role="status" aria-label={t('list.loading')}>
      {Array.from({ length: 9 }, (_, i) => (
        <span key={i} />
      ))}
    </div>
  );
}

function useShown(stations: readonly Station[]): readonly Station[] {
  const { board } = useScene();
  const standings = useSignal(board.standings);
  const statuses = useAddressPart((part) => part.statuses);
  const search = useAddressPart((part) => part.search);
  const language = useAddressPart((part) => part.language);
  return useMemo(() => {
    const kept = stations.filter((station) =>
      matches(station, standings.get(station.id)?.status, { statuses, search }),
    );
    return orderStations(kept, standings, language);
  }, [stations, standings, statuses, search, language]);
}

/** One tab stop; arrows go from row to row. */
function Rows({ stations }: { readonly stations: readonly Station[] }) {
  const { t } = useSpeech();
  const selected = useAddressPart(({ station }) => station);
  const shown = useShown(stations);
  const [focused, setFocused] = useState<string | null>(null);
  const stop = [focused, selected].find((id) => shown.some((station) => station.id === id)) ?? shown[0]?.id;
  if (stations.length === 0) return <Empty />;
  return (
    <>
      <div className="list__head">
        <SearchBox />
        <p role="status">{t('list.shown', { shown: shown.length, total: stations.length })}</p>
      </div>
      {shown.length === 0 && <p className="list__none">{t('list.none')}</p>}
      <ul
        className="list__rows"
        onKeyDown={moveFocus}
        onFocus={(event) => {
          setFocused(event.target.dataset['station'] ?? null);
        }}
      >
        {shown.map((station) => (
          <StationRow
            key={station.id}
            station={station}
            isSelected={station.id === selected}
            isTabStop={station.id === stop}
          />
        ))}
      </ul>
    </>
  );
}

function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.row')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const targets: Partial<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: rows.length - 1,
  };
  const target = targets[event.key];
  if (at < 0 || target === undefined) return;
  event.preventDefault();
  rows[target]?.focus();
}

function Empty() {
  const { t } = useSpeech();
  return (
    <div className="card">
      <p className="card__title">{t('empty.title')}</p>
      <p>{t('empty.text')}</p>
    </div>
  );
}
