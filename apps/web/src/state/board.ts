import type { AlertSummary, Quiet, ServerPayload, State, StationState } from '@clearwell/contracts';
import type { AlertId, EpochMs, StationId } from '@clearwell/water-quality';

/** What this browser holds of the live state, and up to which delta. */
export interface Board {
  readonly n: number;
  readonly lastReceivedAt: EpochMs | null;
  readonly stations: ReadonlyMap<StationId, StationState>;
  /** Those that nobody has closed. */
  readonly alerts: OpenAlerts;
  /** Windows and mutes that are not over. */
  readonly quiet: Quiet;
}

export type OpenAlerts = ReadonlyMap<AlertId, AlertSummary>;

export type Delta = ServerPayload<'delta'>;

export const boardOf = (state: State): Board => ({
  n: state.n,
  lastReceivedAt: state.lastReceivedAt,
  stations: new Map(state.stations.map((station) => [station.station, station])),
  alerts: new Map(state.alerts.map((alert) => [alert.id, alert])),
  quiet: state.quiet,
});

/** The board after a delta, or `gap` when it does not continue what is held. */
export function applyDelta(board: Board, delta: Delta): Board | 'gap' {
  if (delta.since !== board.n) return 'gap';
  const stations = new Map(board.stations);
  let lastReceivedAt = board.lastReceivedAt;
  for (const state of delta.stations) {
    stations.set(state.station, state);
    lastReceivedAt = laterOf(lastReceivedAt, state.latest?.receivedAt ?? null);
  }
  const alerts = alertsAfter(board.alerts, delta.alerts ?? []);
  return { n: delta.n, lastReceivedAt, stations, alerts, quiet: delta.quiet ?? board.quiet };
}

function alertsAfter(before: OpenAlerts, changed: readonly AlertSummary[]): OpenAlerts {
  if (changed.length === 0) return before;
  const after = new Map(before);
  for (const alert of changed) {
    if (alert.handling === 'closed') after.delete(alert.id);
    else after.set(alert.id, alert);
  }
  return after;
}

export function laterOf(a: EpochMs | null, b: EpochMs | null): EpochMs | null {
  if (a === null) return b;
  return b === null ? a : Math.max(a, b);
}
