import type { AlertSummary } from '@clearwell/contracts';
import { isLasting, type Alert, type AlertSource, type FindingLevel } from '@clearwell/water-quality';

/** An alert as browsers list it: without its episodes. */
export function summaryOf(alert: Alert): AlertSummary {
  const { id, key, kind, channel, condition, handling, level, revision, start, end, lateMs } = alert;
  const { unverifiedSince, partOf, assignee, lastChange, openedAt, notifiedAt, acknowledgedAt, closedAt } = alert;
  const lasting = alert.sources.filter(isLasting);
  const counted = lasting.length > 0 ? lasting : alert.sources;
  return {
    ...{ id, key, kind, channel, condition, handling, level, revision, start, end, lateMs },
    ...{ unverifiedSince, partOf, assignee, lastChange, openedAt, notifiedAt, acknowledgedAt, closedAt },
    stations: [...alert.stations],
    unheard: [...alert.unheard],
    withdrawn: alert.isWithdrawn,
    rules: [...new Set(counted.map(({ rule }) => rule))],
    worst: worstOf(alert, counted),
    held: alert.held?.code ?? null,
    verdict: alert.verdict?.verdict ?? null,
  };
}

/** Only where a figure is in the unit of one channel; of several episodes that of the gravest, the newest of those. */
function worstOf({ kind, channel }: Alert, sources: readonly AlertSource[]): number | null {
  if (channel === null || kind !== 'limit') return null;
  const [first] = [...sources].sort((a, b) => GRAVITY[b.level] - GRAVITY[a.level] || b.start - a.start);
  return first?.worst ?? null;
}

const GRAVITY: Readonly<Record<FindingLevel, number>> = { notice: 0, amber: 1, red: 2 };
