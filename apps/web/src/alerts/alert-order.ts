import type { AlertSummary } from '@clearwell/contracts';
import type { Status } from '@clearwell/water-quality';
import { asksForNobody, isUnacknowledged } from '../state/alert-sight.ts';

const LEVELS = { red: 0, amber: 1, notice: 2 } as const;

/** What somebody is to acknowledge first, red before amber, what goes on before what is over, then what began last: what was found late is no news. */
export const byUrgency = (alerts: readonly AlertSummary[]): AlertSummary[] =>
  [...alerts].sort(
    (a, b) =>
      Number(isUnacknowledged(b)) - Number(isUnacknowledged(a)) ||
      Number(a.handling === 'closed') - Number(b.handling === 'closed') ||
      Number(asksForNobody(a)) - Number(asksForNobody(b)) ||
      LEVELS[a.level] - LEVELS[b.level] ||
      Number(a.condition === 'cleared') - Number(b.condition === 'cleared') ||
      b.start - a.start ||
      (a.id < b.id ? 1 : -1),
  );

/** The status whose shape and colour stands for an alert; what only points at what may come has none. */
export function statusOf({ level, kind }: Pick<AlertSummary, 'level' | 'kind'>): Status | 'trend' {
  if (level === 'red') return 'exceedance';
  if (level === 'amber') return 'warning';
  if (kind === 'silence' || kind === 'link') return 'offline';
  if (kind === 'fault') return 'fault';
  return kind === 'operation' ? 'maintenance' : 'trend';
}
