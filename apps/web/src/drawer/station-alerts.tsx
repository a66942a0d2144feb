import type { StationId } from '@clearwell/water-quality';
import { useMemo } from 'react';
import { AlertIcon } from '../alerts/alert-icon.tsx';
import { byUrgency } from '../alerts/alert-order.ts';
import { whatText } from '../alerts/alert-title.ts';
import { useTelling } from '../alerts/use-telling.ts';
import { useScene, useSession } from '../state/session-context.ts';
import { useSignal } from '../state/use-signal.ts';

/** What is open at a station now, each the way to where it is acknowledged. */
export function StationAlerts({ station }: { readonly station: StationId }) {
  const telling = useTelling();
  const { say, speech } = telling;
  const isLive = useScene().kind === 'live';
  const alerts = useSignal(useSession().board.alerts);
  const own = useMemo(
    () => byUrgency([...alerts.values()].filter(({ stations }) => stations.includes(station))),
    [alerts, station],
  );
  if (!isLive || own.length === 0) return null;
  return (
    <ul className="drawer__alerts">
      {own.slice(0, SHOWN).map((alert) => (
        <li key={alert.id}>
          <a href={`/alerts/${alert.id}?lang=${speech.language}`}>
            <AlertIcon alert={alert} />
            <span>{whatText(telling, alert)}</span>
            <small>
              {say(`condition.${alert.condition}`)} · {say(`handling.${alert.handling}`)}
            </small>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The rest stands in the list of alerts. */
const SHOWN = 4;
