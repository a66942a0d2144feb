import type { AlertSummary, StationState } from '@clearwell/contracts';
import type { StationId } from '@clearwell/water-quality';
import type { OpenAlerts } from './board.ts';
import { severity } from './severity.ts';

/** It is over, nobody was notified of it, and nothing waits to be said: it was found late, or is no matter for a notice. */
export const asksForNobody = ({ handling, condition, notifiedAt, held }: AlertSummary): boolean =>
  handling === 'new' && condition === 'cleared' && notifiedAt === null && held === null;

/** It speaks of the water, not of a probe or a connection. */
const isOfWater = ({ level }: AlertSummary): boolean => level !== 'notice';

/** Somebody is to say that they saw it, and nobody has: bell, map and list count the same. What is part of something larger is seen with that. */
export const isUnacknowledged = (alert: AlertSummary): boolean =>
  alert.handling === 'new' && isOfWater(alert) && !alert.withdrawn && alert.partOf === null && !asksForNobody(alert);

/** Nobody has said that they saw it, and nobody has to. */
export const isNeedless = (alert: AlertSummary): boolean => alert.handling === 'new' && !isUnacknowledged(alert);

/** Somebody is to come: it woke people, none of them has answered, and it is not known to be over. What is over waits in the list. */
export const isCalling = (alert: AlertSummary): boolean =>
  isUnacknowledged(alert) && alert.notifiedAt !== null && alert.condition !== 'cleared';

const NONE: readonly AlertSummary[] = [];

export type AlertsOf = (station: StationId) => readonly AlertSummary[];

/** The open alerts of each station. */
export function byStation(alerts: OpenAlerts): AlertsOf {
  const found = new Map<StationId, AlertSummary[]>();
  for (const alert of alerts.values())
    for (const station of alert.stations) found.set(station, [...(found.get(station) ?? NONE), alert]);
  return (station) => found.get(station) ?? NONE;
}

/** A station as it is shown: what is open of its water outranks what it says itself, and silence never turns it grey. */
export function underAlerts(state: StationState, alerts: readonly AlertSummary[]): StationState {
  const lasting = alerts.filter((alert) => isOfWater(alert) && !alert.withdrawn && alert.condition !== 'cleared');
  if (lasting.length === 0) return state;
  const own = lasting.some(({ level }) => level === 'red') ? 'exceedance' : 'warning';
  const unverified =
    state.freshness !== 'fresh' ||
    lasting.some(({ condition, unheard }) => condition === 'unverified' || unheard.includes(state.station));
  return { ...state, status: severity(own) < severity(state.status) ? own : state.status, unverified };
}
