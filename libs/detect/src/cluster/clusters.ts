import type { EpochMs, ParameterCode, Shift, StationId } from '@clearwell/water-quality';
import { EventBook } from './event-book.ts';
import { eventKey, type StationEvent } from './station-event.ts';
import type { Waterways } from './waterways.ts';

/** Events of stations on the network that agree: one finding. */
export interface Cluster {
  /** In order of start, then station. */
  readonly events: readonly StationEvent[];
  readonly stations: readonly StationId[];
  readonly start: EpochMs;
  readonly until: EpochMs;
  /** −log10 of how likely so much would agree by chance. */
  readonly strength: number;
  /** What moves at its stations, most widespread first. */
  readonly shifts: readonly Shift[];
}

export const CLUSTER_DEFAULTS = {
  /** How alike two events have to be: cosine of what moves at both. */
  likeness: 0.5,
  /** What a single event may count for. */
  mostPerStation: 4,
  /** What each event costs: how many others it might have agreed with. */
  cost: 1,
};

export type ClusterSettings = Readonly<typeof CLUSTER_DEFAULTS>;

/** The cluster an event belongs to: all that agree with it, and with those. Null: it is alone. */
export function clusterAround(
  event: StationEvent,
  book: EventBook,
  waterways: Waterways,
  settings: ClusterSettings = CLUSTER_DEFAULTS,
): Cluster | null {
  const found = new Map<string, StationEvent>([[eventKey(event), event]]);
  for (const member of found.values())
    for (const station of waterways.related(member.station)) {
      const { longestLag } = waterways;
      for (const other of book.between(station, member.start - longestLag, member.start + longestLag))
        if (!found.has(eventKey(other)) && agree(member, other, waterways, settings)) found.set(eventKey(other), other);
    }
  return found.size < 2 ? null : clusterOf([...found.values()], settings);
}

/** All clusters of a set of events, in order of start: the same for the same set, however it came together. */
export function findClusters(
  events: Iterable<StationEvent>,
  waterways: Waterways,
  settings: ClusterSettings = CLUSTER_DEFAULTS,
): readonly Cluster[] {
  const book = new EventBook();
  for (const event of events) book.put(event);
  const clusters: Cluster[] = [];
  const seen = new Set<string>();
  for (const event of book.all()) {
    if (seen.has(eventKey(event))) continue;
    const cluster = clusterAround(event, book, waterways, settings);
    if (cluster === null) continue;
    for (const member of cluster.events) seen.add(eventKey(member));
    clusters.push(cluster);
  }
  return clusters.sort((a, b) => a.start - b.start || (keyOf(a) < keyOf(b) ? -1 : 1));
}

const keyOf = ({ events }: Cluster): string => events.map(eventKey).join();

function agree(a: StationEvent, b: StationEvent, waterways: Waterways, { likeness }: ClusterSettings): boolean {
  return waterways.mayAgree(a.station, b.station, b.start - a.start) && likenessOf(a.shifts, b.shifts) >= likeness;
}

/** Cosine of what moves, by parameter and direction: 1 alike, 0 nothing in common, −1 the other way round. */
export function likenessOf(a: readonly Shift[], b: readonly Shift[]): number {
  const of = new Map<ParameterCode, number>(a.map(({ parameter, direction, size }) => [parameter, direction * size]));
  let product = 0;
  for (const { parameter, direction, size } of b) product += (of.get(parameter) ?? 0) * direction * size;
  const lengths = lengthOf(a) * lengthOf(b);
  return lengths === 0 ? 0 : product / lengths;
}

const lengthOf = (shifts: readonly Shift[]): number => Math.hypot(...shifts.map(({ size }) => size));

/** What some events, one at least, say together. */
export function clusterOf(found: readonly StationEvent[], settings: ClusterSettings): Cluster {
  const events = found.toSorted((a, b) => a.start - b.start || (a.station < b.station ? -1 : 1));
  const best = new Map<StationId, number>();
  for (const { station, score } of events) best.set(station, Math.max(best.get(station) ?? 0, score));
  let strength = 0;
  for (const score of best.values()) strength += Math.max(0, Math.min(score, settings.mostPerStation) - settings.cost);
  return {
    events,
    stations: [...best.keys()],
    start: events[0]?.start ?? NaN,
    until: Math.max(...events.map(({ until }) => until)),
    strength,
    shifts: sumShifts(events, settings.mostPerStation),
  };
}

/** Of each parameter what its events say together: those that went up against those that went down. */
function sumShifts(events: readonly StationEvent[], most: number): readonly Shift[] {
  const sums = new Map<ParameterCode, { size: number; deviation: number }>();
  for (const { shifts } of events)
    for (const { parameter, direction, size, deviation } of shifts) {
      const sum = sums.get(parameter) ?? { size: 0, deviation: 0 };
      sums.set(parameter, {
        size: sum.size + direction * Math.min(size, most),
        deviation: sum.deviation + deviation / events.length,
      });
    }
  return [...sums]
    .filter(([, { size }]) => size !== 0)
    .map(([parameter, { size, deviation }]): Shift => {
      return { parameter, direction: size < 0 ? -1 : 1, size: Math.abs(size), deviation };
    })
    .sort((a, b) => b.size - a.size || (a.parameter < b.parameter ? -1 : 1));
}
