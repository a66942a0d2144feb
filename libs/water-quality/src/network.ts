import { HOUR, type EpochMs, type StationId } from './brand.ts';

/** Water that is longer on its way, ms, tells too little of when it is seen: it is followed no further. */
export const LONGEST_WAY = 10 * HOUR;

/** Water flows from one station to another. */
export interface Link {
  readonly from: StationId;
  readonly to: StationId;
  /** How long it is on its way. */
  readonly travelMinutes: number;
  /** The part of what arrives at `to` that came this way, above 0 up to 1, where it is known. */
  readonly share?: number | undefined;
}

/** How water flows between stations from an instant on, until the next network. */
export interface Network {
  readonly from: EpochMs;
  readonly recordedAt: EpochMs;
  readonly links: readonly Link[];
}

/** A station that water passes before or after another. */
export interface Neighbour {
  readonly station: StationId;
  /** By the quickest way. */
  readonly travelMinutes: number;
  /** Links on that way; 1 is next to it. */
  readonly links: number;
}

/** Everything upstream or downstream of a station, nearest first. */
export function neighboursOf(links: readonly Link[], id: StationId, direction: 'upstream' | 'downstream'): Neighbour[] {
  const [here, there] = direction === 'upstream' ? (['to', 'from'] as const) : (['from', 'to'] as const);
  const reached = new Map<StationId, Neighbour>();
  const waiting: Neighbour[] = [{ station: id, travelMinutes: 0, links: 0 }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (reached.has(next.station)) continue;
    reached.set(next.station, next);
    for (const link of links) {
      if (link[here] !== next.station || reached.has(link[there])) continue;
      const travelMinutes = next.travelMinutes + link.travelMinutes;
      waiting.push({ station: link[there], travelMinutes, links: next.links + 1 });
    }
    waiting.sort((a, b) => a.travelMinutes - b.travelMinutes);
  }
  reached.delete(id);
  return [...reached.values()];
}

/** Every fault of a network's links, in words; `knows` says which stations there are. */
export function findLinkFaults(links: readonly Link[], knows: (id: StationId) => boolean): string[] {
  return links.flatMap(({ from, to }, i) => {
    const faults: string[] = [];
    for (const id of new Set([from, to])) if (!knows(id)) faults.push(`links.${String(i)}: there is no station ${id}`);
    if (from === to) faults.push(`links.${String(i)}: ${from} flows into itself`);
    if (links.findIndex((other) => other.from === from && other.to === to) !== i)
      faults.push(`links.${String(i)}: ${from} to ${to} stands there twice`);
    return faults;
  });
}
