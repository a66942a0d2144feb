import { LONGEST_WAY, MINUTE, type Link, type Position, type StationId } from '@clearwell/water-quality';

/** What the network says of when water that passed one station is seen at another: spans of the second's start less the first's, ms. */
export interface LagSpan {
  readonly from: number;
  readonly to: number;
}

export interface PlacedStation {
  readonly id: StationId;
  readonly position: Position;
}

export const WATERWAY_DEFAULTS = {
  /** Travel times are for an ordinary day: the share of them, and the constant, by which water may be early or late. */
  looseness: 0.3,
  slack: 45 * MINUTE,
  longest: LONGEST_WAY,
  /** A smaller part of a station's water than this does not count. */
  leastShare: 0.05,
  /** Where the network says nothing of a station: how far apart, m, and how slow water runs, m/s. */
  nearby: 3_000,
  slowest: 0.3,
};

export type WaterwaySettings = Readonly<typeof WATERWAY_DEFAULTS>;

interface Way {
  readonly lag: number;
  readonly share: number;
}

/**
 * Which stations may see the same water, and how much later: one lies downstream of the other, or both downstream of a
 * third. Stations the network does not know are neighbours by distance.
 */
export class Waterways {
  readonly #spans = new Map<StationId, Map<StationId, readonly LagSpan[]>>();
  readonly #down: ReadonlyMap<StationId, ReadonlyMap<StationId, Way>>;
  readonly #isKnown: (station: Pick<PlacedStation, 'id'>) => boolean;
  /** No two stations agree with a greater lag, ms. */
  readonly longestLag: number;

  constructor(
    links: readonly Link[],
    stations: readonly PlacedStation[],
    settings: WaterwaySettings = WATERWAY_DEFAULTS,
  ) {
    const down = (this.#down = waysDown(links, settings));
    const downstream = new Set([...down.values()].flatMap((ways) => [...ways.keys()]));
    const isKnown = ({ id }: Pick<PlacedStation, 'id'>): boolean => (down.get(id)?.size ?? 0) > 0 || downstream.has(id);
    this.#isKnown = isKnown;
    for (const [i, a] of stations.entries())
      for (const b of stations.slice(i + 1)) {
        const onNetwork = isKnown(a) && isKnown(b);
        const spans = onNetwork ? spansBetween(a.id, b.id, down, settings) : spansByDistance(a, b, settings);
        if (spans.length === 0) continue;
        this.#keep(a.id, b.id, spans);
        this.#keep(
          b.id,
          a.id,
          spans.map(({ from, to }) => ({ from: -to, to: -from })),
        );
      }
    let longest = 0;
    for (const of of this.#spans.values())
      for (const spans of of.values()) for (const { to } of spans) longest = Math.max(longest, to);
    this.longestLag = longest;
  }

  /** Whether what starts `lag` ms later at `b` than at `a` may be the same water. */
  mayAgree(a: StationId, b: StationId, lag: number): boolean {
    return (
      this.#spans
        .get(a)
        ?.get(b)
        ?.some(({ from, to }) => lag >= from && lag <= to) ?? false
    );
  }

  /** Whether water that passed `a` comes to `b`, or may where the network says nothing. */
  reaches(a: StationId, b: StationId): boolean {
    if (this.#isKnown({ id: a }) && this.#isKnown({ id: b })) return this.#down.get(a)?.has(b) ?? false;
    return this.#spans.get(a)?.has(b) ?? false;
  }

  /** Stations that may see the same water as this one. */
  related(id: StationId): Iterable<StationId> {
    return this.#spans.get(id)?.keys() ?? [];
  }

  #keep(a: StationId, b: StationId, spans: readonly LagSpan[]): void {
    const of = this.#spans.get(a) ?? new Map<StationId, readonly LagSpan[]>();
    this.#spans.set(a, of.set(b, spans));
  }
}

/** From each station to all below it, by the quickest way. */
function waysDown(
  links: readonly Link[],
  { longest, leastShare }: WaterwaySettings,
): Map<StationId, Map<StationId, Way>> {
  const direct = new Map<StationId, Link[]>();
  for (const link of links) direct.set(link.from, [...(direct.get(link.from) ?? []), link]);
  const down = new Map<StationId, Map<StationId, Way>>();
  for (const start of direct.keys()) {
    const reached = new Map<StationId, Way>();
    const waiting: [StationId, Way][] = [[start, { lag: 0, share: 1 }]];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [id, way] = next;
      if (reached.has(id)) continue;
      reached.set(id, way);
      for (const { to, travelMinutes, share = 1 } of direct.get(id) ?? []) {
        const onward = { lag: way.lag + travelMinutes * MINUTE, share: way.share * share };
        if (onward.lag <= longest && onward.share >= leastShare && !reached.has(to)) waiting.push([to, onward]);
      }
      waiting.sort((a, b) => a[1].lag - b[1].lag);
    }
    down.set(start, reached);
  }
  return down;
}

function spansBetween(
  a: StationId,
  b: StationId,
  down: ReadonlyMap<StationId, ReadonlyMap<StationId, Way>>,
  { looseness, slack }: WaterwaySettings,
): readonly LagSpan[] {
  const spans: LagSpan[] = [];
  // A station is reached from itself in no time, so that "downstream of the other" is one case of "both downstream of a third".
  for (const ways of down.values()) {
    const [toA, toB] = [ways.get(a), ways.get(b)];
    if (toA === undefined || toB === undefined) continue;
    const room = slack + looseness * Math.max(toA.lag, toB.lag);
    spans.push({ from: toB.lag - toA.lag - room, to: toB.lag - toA.lag + room });
  }
  return join(spans);
}

function spansByDistance(
  a: PlacedStation,
  b: PlacedStation,
  { nearby, slowest, slack }: WaterwaySettings,
): readonly LagSpan[] {
  const metres = distanceBetween(a.position, b.position);
  if (metres > nearby) return [];
  const room = slack + (metres / slowest) * 1_000;
  return [{ from: -room, to: room }];
}

function join(spans: readonly LagSpan[]): readonly LagSpan[] {
  const joined: LagSpan[] = [];
  for (const span of spans.toSorted((x, y) => x.from - y.from)) {
    const last = joined.at(-1);
    if (last === undefined || span.from > last.to) joined.push(span);
    else joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return joined;
}

const EARTH = 6_371_000;
const RADIAN = Math.PI / 180;

/** Metres; good for a city. */
function distanceBetween(a: Position, b: Position): number {
  const east = (b.lon - a.lon) * RADIAN * Math.cos(((a.lat + b.lat) / 2) * RADIAN);
  return EARTH * Math.hypot(east, (b.lat - a.lat) * RADIAN);
}
