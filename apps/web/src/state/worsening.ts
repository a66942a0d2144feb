import type { StationId } from '@clearwell/water-quality';
import { severity } from './severity.ts';
import type { Standings } from './board-store.ts';

/** Stations that stand worse than before, worst first. */
export function worsened(before: Standings, after: Standings): StationId[] {
  const worse: { id: StationId; rank: number }[] = [];
  for (const [id, { status }] of after) {
    const was = before.get(id);
    if (was !== undefined && severity(status) < severity(was.status)) worse.push({ id, rank: severity(status) });
  }
  return worse.sort((a, b) => a.rank - b.rank).map(({ id }) => id);
}
