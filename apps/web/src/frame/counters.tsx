import type { Status } from '@clearwell/water-quality';
import { StatusIcon } from '../map/status-icon.tsx';
import { useAddressPart, useScene, useSession, useSpeech } from '../state/session-context.ts';
import { WORST_FIRST } from '../state/severity.ts';
import { useSignal } from '../state/use-signal.ts';

/** How many stations stand in each status; each a switch of the filter. */
export function Counters() {
  const { address } = useSession();
  const { board } = useScene();
  const { t } = useSpeech();
  const statuses = useAddressPart((part) => part.statuses);
  const counts = new Map<Status, number>();
  for (const { status } of useSignal(board.standings).values()) counts.set(status, (counts.get(status) ?? 0) + 1);
  const toggle = (status: Status): void => {
    const others = statuses.filter((other) => other !== status);
    address.change({ statuses: others.length < statuses.length ? others : [...statuses, status] });
  };
  return (
    <div className="counters" role="group" aria-label={t('counters.label')}>
      {WORST_FIRST.map((status) => {
        const count = counts.get(status) ?? 0;
        return (
          <button
            key={status}
            type="button"
            className={count === 0 ? 'counter counter--none' : `counter counter--${status}`}
            aria-pressed={statuses.includes(status)}
            title={t(`status.${status}`)}
            onClick={() => {
              toggle(status);
            }}
          >
            <StatusIcon status={status} />
            <span className="counter__name">{t(`status.${status}`)}</span>{' '}
            <span className="counter__count">{count}</span>
          </button>
        );
      })}
      {statuses.length > 0 && (
        <button type="button" className="counters__clear" onClick={() => address.change({ statuses: [] })}>
          {t('counters.clear')}
        </button>
      )}
    </div>
  );
}
