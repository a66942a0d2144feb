import { MINUTE, type StationId } from '@clearwell/water-quality';
import type { City } from '../city/make-city.ts';
import type { Pipe } from '../city/network.ts';
import type { Reached } from './scenario.ts';

/** Water mixes on its way: after this long about a third of a slug's strength is left. */
const DILUTION_MINUTES = 360;
/** Weaker than this nobody sees it. */
const FAINTEST = 0.1;
const NEIGHBOURS = 3;
const NEIGHBOURS_SHARE = 0.35;

/** The station and all that its water comes to: later by the time in the pipes, and weaker. */
export function downstream(city: City, station: StationId): Reached[] {
  const minutes = arrivals(station, city.network.edges);
  return city.stations.flatMap(({ id }) => {
    const after = minutes.get(id);
    if (after === undefined) return [];
    const share = Math.exp(-after / DILUTION_MINUTES);
    return share < FAINTEST ? [] : [{ station: id, delay: after * MINUTE, share }];
  });
}

/** The station in full, and the three nearest along the pipes, in either direction: at once and milder. */
export function withNeighbours(city: City, station: StationId): Reached[] {
  const { edges } = city.network;
  const bothWays = edges.flatMap((pipe) => [pipe, { ...pipe, from: pipe.to, to: pipe.from }]);
  const minutes = arrivals(station, bothWays);
  const away = (id: string): number => minutes.get(id) ?? Infinity;
  const nearest = city.stations
    .filter(({ id }) => id !== station && minutes.has(id))
    .sort((a, b) => away(a.id) - away(b.id))
    .slice(0, NEIGHBOURS);
  const milder = nearest.map(({ id }) => ({ station: id, delay: 0, share: NEIGHBOURS_SHARE }));
  return [{ station, delay: 0, share: 1 }, ...milder];
}

/** Everything the station's works feeds, the works itself first: with the water, or at once as pressure travels. */
const ofSameWorks =
  (delayed: boolean) =>
  (city: City, station: StationId): Reached[] => {
    const source = city.supplies.get(station)?.source ?? station;
    return city.stations.flatMap(({ id }) => {
      const supply = city.supplies.get(id);
      if (supply?.source !== source) return [];
      return [{ station: id, delay: delayed ? supply.travelMs : 0, share: 1 }];
    });
  };

export const withWaterOfWorks = ofSameWorks(true);
export const withPressureOfWorks = ofSameWorks(false);

/** Minutes on the shortest way to every node the water comes to (Dijkstra; the network is small). */
function arrivals(start: string, edges: readonly Pipe[]): Map<string, number> {
  const pipesFrom = Map.groupBy(edges, ({ from }) => from);
  const settled = new Map<string, number>();
  const open = new Map<string, number>([[start, 0]]);
  while (open.size > 0) {
    const [node, minutes] = [...open].reduce((best, next) => (next[1] < best[1] ? next : best));
    open.delete(node);
    settled.set(node, minutes);
    for (const { to, travelMinutes } of pipesFrom.get(node) ?? [])
      if (!settled.has(to)) open.set(to, Math.min(open.get(to) ?? Infinity, minutes + travelMinutes));
  }
  return settled;
}
