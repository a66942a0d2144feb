import type { AlertSummary } from '@clearwell/contracts';
import { StatusIcon } from '../map/status-icon.tsx';
import { OUTSIDE } from '../map/status-shape.ts';
import { statusOf } from './alert-order.ts';

/** A line on its way up, and its head. */
const TREND = 'M3 17.5 9 12 13 15.5 20.5 6.5M14.5 6H21V12.5';
const ROUND_IT = 'M12 4.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 1 1 0-15Z';

/** The mark of an alert. A trend has broken nothing yet: it has a mark of its own, in no colour of a status. */
export function AlertIcon({ alert }: { readonly alert: Pick<AlertSummary, 'kind' | 'level' | 'condition'> }) {
  const isUnverified = alert.condition === 'unverified';
  const status = statusOf(alert);
  if (status !== 'trend') return <StatusIcon status={status} unverified={isUnverified} />;
  return (
    <svg className="shape shape--trend" viewBox="-4 -4 32 32" aria-hidden="true" focusable="false">
      {isUnverified && <path className="shape__unverified" d={ROUND_IT} transform={OUTSIDE} />}
      <path className="shape__stroke" d={TREND} />
    </svg>
  );
}
