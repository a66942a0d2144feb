import { SITE_TYPES, STATUSES, type Station, type StationId, type Status } from '@clearwell/water-quality';
import type { Language } from '../i18n/translate.ts';
import { LANGUAGE_TAGS } from '../i18n/translate.ts';
import type { Standings } from '../state/board-store.ts';
import { severity } from '../state/severity.ts';

/** What nobody has acknowledged first, then the worst status, then by name as people count: 9 before 10. */
export function orderStations(stations: readonly Station[], standings: Standings, language: Language): Station[] {
  const collator = new Intl.Collator(LANGUAGE_TAGS[language], { numeric: true });
  const rank = (id: StationId): number => {
    const standing = standings.get(id);
    if (standing === undefined) return Infinity;
    return severity(standing.status) - (standing.isUnacknowledged === true ? STATUSES.length : 0);
  };
  return [...stations].sort(
    (a, b) =>
      compareNumbers(rank(a.id), rank(b.id)) ||
      collator.compare(a.name[language], b.name[language]) ||
      (a.id < b.id ? -1 : 1),
  );
}

/** Infinity − Infinity would be no order. */
const compareNumbers = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

export interface Filter {
  readonly statuses: readonly Status[];
  readonly search: string;
}

export function matches(station: Station, status: Status | undefined, filter: Filter): boolean {
  if (filter.statuses.length > 0 && (status === undefined || !filter.statuses.includes(status))) return false;
  const words = filter.search.trim().toLowerCase().split(/\s+/);
  const text = searchText(station);
  return words.every((word) => text.includes(word));
}

function searchText({ id, name, district, siteType }: Station): string {
  const type = SITE_TYPES[siteType];
  return [id, name.zh, name.en, district.zh, district.en, type.zh, type.en].join(' ').toLowerCase();
}
