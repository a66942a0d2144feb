import type { EpochMs, ParameterCode, StationId } from '@clearwell/water-quality';
import { eventKey, type Shift, type StationEvent } from './station-event.ts';
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
  cost: 0.8,
};

export type ClusterSettings = Readonly<typeof CLUSTER_DEFAULTS>;

/** Events that may be asked what they agree with: kept by station, in order of start. */
export class EventBook {
  readonly #events = new Map<StationId, StationEvent[]>();
  put(event: StationEvent): void {
    const own = this.#events.get(event.station) ?? [];
    const place = own.findIndex(({ start }) => start >= event.start);
    if (place === -1) own.push(event);
    else own.splice(place, Number(own[place]?.start === event.start), event);
    this.#events.set(event.station, own);
  }
  remove(event: Pick<StationEvent, 'station' | 'start'>): void {
    const own = this.#events.get(event.station) ?? [];
    this.#events.set(event.station, own.filter(({ start }) => start !== event.start));
  }
  /** Of a station, those that start within a span. */
  *between(station: StationId, from: EpochMs, to: EpochMs): Iterable<StationEvent> {
    const own = this.#events.get(station) ?? [];
    for (let i = own.length - 1; i >= 0; i--) {
      const event = own[i];
      if (event === undefined || event.start < from) return;
      if (event.start <= to) yield event;
    }
  }
  *all(): Iterable<StationEvent> {
    for (const own of this.#events.values()) yield* own;
  }
}

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

export function agree(a: StationEvent, b: StationEvent, waterways: Waterways, { likeness }: ClusterSettings): boolean {
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

function clusterOf(found: StationEvent[], settings: ClusterSettings): Cluster {
  const events = found.sort((a, b) => a.start - b.start || (a.station < b.station ? -1 : 1));
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
    shifts: sumShifts(events),
  };
}

function sumShifts(events: readonly StationEvent[]): readonly Shift[] {
  const sums = new Map<ParameterCode, number>();
  for (const { shifts } of events)
    for (const { parameter, direction, size } of shifts)
      sums.set(parameter, (sums.get(parameter) ?? 0) + direction * Math.min(size, 4));
  return [...sums]
    .map(([parameter, sum]): Shift => ({ parameter, direction: sum < 0 ? -1 : 1, size: Math.abs(sum), deviation: 0 }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size || (a.parameter < b.parameter ? -1 : 1));
}
