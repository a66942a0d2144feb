import type { StationId } from '@clearwell/water-quality';
import type { Standings } from '../state/board-store.ts';
import { severity } from '../state/severity.ts';

/** The worst is spoken of first; a station that recovered while it waited is no news. */
export const standingRank =
  (standings: () => Standings) =>
  (id: StationId): number | null => {
    const rank = severity(standings().get(id)?.status ?? 'normal');
    return rank < severity('normal') ? rank : null;
  };
