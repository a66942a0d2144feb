import type { SiteType } from '@clearwell/water-quality';

/** How many of 48 stations stand where; other numbers keep the proportion. */
const SHARES: readonly (readonly [SiteType, number])[] = [
  ['pipe_network', 20],
  ['pipe_end', 14],
  ['secondary_supply', 7],
  ['small_supply', 2],
];
const OUTLET_SHARE = 5;
const CITY = 48;

/** Site types in the order of the stations' numbers: the outlets first, then the others well mixed. */
export function planSites(stations: number): SiteType[] {
  const outlets = Math.max(1, Math.round((stations * OUTLET_SHARE) / CITY));
  const counts = new Map<SiteType, number>();
  const others = Array.from({ length: stations - outlets }, (_, index) => {
    const type = mostWanting(counts, index + 1);
    counts.set(type, (counts.get(type) ?? 0) + 1);
    return type;
  });
  return [...Array.from({ length: outlets }, (): SiteType => 'plant_outlet'), ...others];
}

/** The type that lags most behind its share once `placed` stations stand. */
function mostWanting(counts: ReadonlyMap<SiteType, number>, placed: number): SiteType {
  let best: SiteType = 'pipe_network';
  let lag = -Infinity;
  for (const [type, share] of SHARES) {
    const behind = (share / (CITY - OUTLET_SHARE)) * placed - (counts.get(type) ?? 0);
    if (behind > lag) [best, lag] = [type, behind];
  }
  return best;
}
