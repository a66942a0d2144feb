import { MINUTE, type Station, type StationId } from '@clearwell/water-quality';
import { keyOf, randomStream } from '../random.ts';
import { kilometres, type LonLat } from './plane.ts';
import { pointOf } from './place-stations.ts';
import { ringMain } from './ring-main.ts';

export interface PipeNode {
  /** A station's id, or `j-…` for a junction without one. */
  readonly id: string;
  readonly point: LonLat;
}

/** A main, in the direction the water goes. */
export interface Pipe {
  readonly from: string;
  readonly to: string;
  readonly travelMinutes: number;
  readonly diameterMm: number;
}

export interface Network {
  readonly nodes: readonly PipeNode[];
  readonly edges: readonly Pipe[];
}

/** Which waterworks feeds a station, and how long its water has been on the way. */
export interface Supply {
  /** Station id of the outlet; a small supply is its own source. */
  readonly source: StationId;
  readonly travelMs: number;
}

interface Link {
  readonly a: number;
  readonly b: number;
  readonly km: number;
}

/** How far the water has come at a node: kilometres from its source, and the pipe it came through. */
interface Reach {
  readonly km: number;
  readonly source: number;
  readonly parent: number | null;
}

const DIAMETERS = [1200, 1000, 800, 600, 400, 300] as const;
/** Speed of water in a main, m/s: slower in thin ones, where pipes end. */
const SPEEDS: Readonly<Record<number, number>> = { 1200: 0.9, 1000: 0.8, 800: 0.7, 600: 0.55, 400: 0.45, 300: 0.35 };

/** The mains: a ring main round the middle, waterworks and network sites joined to it, ends and buildings hung on. */
export function layNetwork(
  seed: number,
  stations: readonly Station[],
): { network: Network; supplies: Map<StationId, Supply> } {
  const joined = stations.filter(({ siteType }) => siteType !== 'small_supply');
  const nodes: PipeNode[] = [...joined.map((station) => ({ id: station.id, point: pointOf(station) })), ...ringMain()];
  const isLeaf = (index: number): boolean => {
    const siteType = joined[index]?.siteType;
    return siteType === 'pipe_end' || siteType === 'secondary_supply';
  };
  const links = joinNodes(nodes, joined.length, isLeaf);
  const sources = joined.flatMap(({ siteType }, index) => (siteType === 'plant_outlet' ? [index] : []));
  const reaches = flood(nodes.length, links, sources);
  const edges = orient(seed, nodes, links, reaches);
  return { network: { nodes, edges }, supplies: supplyOf(stations, joined, nodes, edges, reaches) };
}

/** Ring main, a shortest tree over waterworks, network sites and ring, and each leaf to the nearest of those. */
function joinNodes(nodes: readonly PipeNode[], firstJunction: number, isLeaf: (index: number) => boolean): Link[] {
  const indices = nodes.map((_, index) => index);
  const trunk = indices.filter((index) => !isLeaf(index));
  const ring = indices.slice(firstJunction);
  const links = ring.map((a, place) => linkOf(nodes, a, ring[(place + 1) % ring.length] ?? a));
  links.push(...shortestTree(nodes, trunk, new Set(ring)));
  for (const leaf of indices.filter(isLeaf)) links.push(nearestLink(nodes, leaf, trunk));
  return links;
}

const linkOf = (nodes: readonly PipeNode[], a: number, b: number): Link => ({ a, b, km: gap(nodes, a, b) });

function gap(nodes: readonly PipeNode[], a: number, b: number): number {
  const [from, to] = [nodes[a], nodes[b]];
  return from === undefined || to === undefined ? Infinity : kilometres(from.point, to.point);
}

function nearestLink(nodes: readonly PipeNode[], from: number, among: Iterable<number>): Link {
  let [nearest, least] = [from, Infinity];
  for (const to of among) {
    const km = gap(nodes, to, from);
    if (km < least) [nearest, least] = [to, km];
  }
  return { a: nearest, b: from, km: least };
}

/** The entry of the smallest `km`. */
function takeNearest<T extends { readonly km: number }>(entries: Map<number, T>): readonly [number, T] | undefined {
  let best: readonly [number, T] | undefined;
  for (const entry of entries) if (best === undefined || entry[1].km < best[1].km) best = entry;
  if (best !== undefined) entries.delete(best[0]);
  return best;
}

/** Prim's tree, grown from what is connected already. */
function shortestTree(nodes: readonly PipeNode[], members: readonly number[], connected: ReadonlySet<number>): Link[] {
  const waiting = new Map(
    members.filter((index) => !connected.has(index)).map((index) => [index, nearestLink(nodes, index, connected)]),
  );
  const links: Link[] = [];
  for (;;) {
    const taken = takeNearest(waiting);
    if (taken === undefined) return links;
    const [next, link] = taken;
    links.push(link);
    for (const [index, known] of waiting) {
      const km = gap(nodes, next, index);
      if (km < known.km) waiting.set(index, { a: next, b: index, km });
    }
  }
}

/** Shortest way of the water from the nearest source to every node (Dijkstra). */
function flood(count: number, links: readonly Link[], sources: readonly number[]): readonly (Reach | undefined)[] {
  const neighbours = new Map<number, Link[]>();
  for (const link of links)
    for (const end of [link.a, link.b]) neighbours.set(end, [...(neighbours.get(end) ?? []), link]);
  const settled: (Reach | undefined)[] = Array.from({ length: count });
  const open = new Map<number, Reach>(sources.map((source) => [source, { km: 0, source, parent: null }]));
  for (;;) {
    const taken = takeNearest(open);
    if (taken === undefined) return settled;
    const [node, reach] = taken;
    settled[node] = reach;
    for (const { a, b, km } of neighbours.get(node) ?? []) {
      const next = a === node ? b : a;
      const candidate = { km: reach.km + km, source: reach.source, parent: node };
      if (settled[next] === undefined && candidate.km < (open.get(next)?.km ?? Infinity)) open.set(next, candidate);
    }
  }
}

/** Pipes in the direction of the flow, the thicker the more nodes they feed. */
function orient(
  seed: number,
  nodes: readonly PipeNode[],
  links: readonly Link[],
  reaches: readonly (Reach | undefined)[],
): Pipe[] {
  const fed = countFed(reaches);
  const most = Math.max(1, ...fed);
  const random = randomStream(keyOf(seed, 'pipes'));
  return links.map(({ a, b, km }) => {
    const forward = (reaches[a]?.km ?? 0) <= (reaches[b]?.km ?? 0);
    const [from, to] = forward ? [a, b] : [b, a];
    const inTree = reaches[to]?.parent === from;
    const diameterMm = inTree ? diameterFor(fed[to] ?? 1, most) : 400;
    const bends = 1.15 + 0.15 * random();
    const travelMinutes = Math.max(1, Math.round((km * bends * 1000) / (SPEEDS[diameterMm] ?? 0.5) / 60));
    return { from: nodes[from]?.id ?? '', to: nodes[to]?.id ?? '', travelMinutes, diameterMm };
  });
}

/** How many nodes get their water through each node, itself included. */
function countFed(reaches: readonly (Reach | undefined)[]): number[] {
  const fed = reaches.map(() => 1);
  const farthestFirst = reaches.map((_, index) => index).sort((a, b) => (reaches[b]?.km ?? 0) - (reaches[a]?.km ?? 0));
  for (const index of farthestFirst) {
    const parent = reaches[index]?.parent ?? null;
    if (parent !== null) fed[parent] = (fed[parent] ?? 1) + (fed[index] ?? 1);
  }
  return fed;
}

/** A main that feeds one place only is the thinnest; the one that feeds most is the thickest. */
function diameterFor(fed: number, most: number): number {
  if (fed <= 1) return 300;
  const steps = [0.6, 0.4, 0.25, 0.15];
  const place = steps.findIndex((step) => fed / most >= step);
  return DIAMETERS[place === -1 ? steps.length : place] ?? 400;
}

function supplyOf(
  stations: readonly Station[],
  joined: readonly Station[],
  nodes: readonly PipeNode[],
  edges: readonly Pipe[],
  reaches: readonly (Reach | undefined)[],
): Map<StationId, Supply> {
  const minutes = travelTimes(nodes, edges, reaches);
  const supplies = new Map<StationId, Supply>(stations.map(({ id }) => [id, { source: id, travelMs: 0 }]));
  for (const [index, { id }] of joined.entries()) {
    const source = joined[reaches[index]?.source ?? index]?.id ?? id;
    supplies.set(id, { source, travelMs: (minutes[index] ?? 0) * MINUTE });
  }
  return supplies;
}

/** Minutes from the source to each node along the way the water comes. */
function travelTimes(
  nodes: readonly PipeNode[],
  edges: readonly Pipe[],
  reaches: readonly (Reach | undefined)[],
): number[] {
  const between = new Map(edges.map((edge) => [`${edge.from} ${edge.to}`, edge.travelMinutes]));
  const minutes: number[] = nodes.map(() => 0);
  const nearestFirst = nodes.map((_, index) => index).sort((a, b) => (reaches[a]?.km ?? 0) - (reaches[b]?.km ?? 0));
  for (const index of nearestFirst) {
    const parent = reaches[index]?.parent ?? null;
    if (parent === null) continue;
    const last = between.get(`${nodes[parent]?.id} ${nodes[index]?.id}`) ?? 0;
    minutes[index] = (minutes[parent] ?? 0) + last;
  }
  return minutes;
}
