import { LEVELS, type AlertSummary } from '@clearwell/contracts';
import { ALERT_KINDS, type AlertKind, type FindingLevel, type Station, type StationId } from '@clearwell/water-quality';

/** What of the list is wanted; the address holds it. */
export interface AlertFilter {
  readonly show: 'open' | 'closed';
  readonly level: FindingLevel | null;
  readonly kind: AlertKind | null;
  readonly isMine: boolean;
  /** Its Chinese name, as stations have it. */
  readonly district: string | null;
}

export function parseFilter(query: string): AlertFilter {
  const params = new URLSearchParams(query);
  return {
    show: params.get('show') === 'closed' ? 'closed' : 'open',
    level: LEVELS.find((level) => level === params.get('level')) ?? null,
    kind: ALERT_KINDS.find((kind) => kind === params.get('kind')) ?? null,
    isMine: params.has('mine'),
    district: params.get('district'),
  };
}

/** The query that stands for it, with what else `query` holds. */
export function formatFilter({ show, level, kind, isMine, district }: AlertFilter, query: string): string {
  const params = new URLSearchParams(query);
  const put = (name: string, value: string | null): void => {
    if (value === null) params.delete(name);
    else params.set(name, value);
  };
  put('show', show === 'closed' ? show : null);
  put('level', level);
  put('kind', kind);
  put('mine', isMine ? '1' : null);
  put('district', district);
  return `?${params.toString()}`;
}

export const isNarrowed = ({ level, kind, isMine, district }: AlertFilter): boolean =>
  level !== null || kind !== null || isMine || district !== null;

interface Surroundings {
  readonly stationOf: (id: StationId) => Pick<Station, 'district'> | undefined;
  /** Name of whoever is at the page. */
  readonly me: string | null;
}

/** Whether an open alert is wanted. */
export function isWanted(alert: AlertSummary, filter: AlertFilter, { stationOf, me }: Surroundings): boolean {
  const { level, kind, isMine, district } = filter;
  return (
    (level === null || alert.level === level) &&
    (kind === null || alert.kind === kind) &&
    (!isMine || (me !== null && alert.assignee === me)) &&
    (district === null || alert.stations.some((id) => stationOf(id)?.district.zh === district))
  );
}

/** The same asked of the server, for closed alerts. */
export function closedQuery({ level, kind, isMine, district }: AlertFilter, me: string | null): URLSearchParams {
  const params = new URLSearchParams({ handling: 'closed' });
  if (level !== null) params.set('level', level);
  if (kind !== null) params.set('kind', kind);
  if (isMine && me !== null) params.set('assignee', me);
  if (district !== null) params.set('district', district);
  return params;
}
