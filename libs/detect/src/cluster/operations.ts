import { DAY, HOUR, type EpochMs, type ParameterCode, type Shift, type StationId } from '@clearwell/water-quality';
import type { Cluster } from './clusters.ts';

export const OPERATION_DEFAULTS = {
  /** How alike the moves of one station have to be: cosine of the deviations of all its parameters. */
  likeness: 0.8,
  /** Of the stations of the smaller of two clusters as many have to be in both, and at least two. */
  overlap: 0.5,
  /** What came less long ago is the same thing still going on. */
  since: 12 * HOUR,
  /** Farther back nobody remembers: pumps and sources are run otherwise by then. */
  remembered: 60 * DAY,
  /** From this many standard deviations on a parameter has moved. */
  moved: 1.5,
};

export type OperationSettings = Readonly<typeof OPERATION_DEFAULTS>;

/** Move when another source or pump takes over, and hold still when water is dosed wrongly. */
const EVIDENCE: ReadonlySet<ParameterCode> = new Set(['conductivity', 'temperature', 'flow', 'pressure']);
/** What rises most when dirt comes in: then it is no operation, whatever came before. */
const DIRT: ReadonlySet<ParameterCode> = new Set(['turbidity', 'uv254', 'toc', 'ammonia_n', 'codmn']);

/** An earlier cluster that came to nothing. */
export interface Precedent {
  readonly start: EpochMs;
  /** Stations that moved then as they do now. */
  readonly stations: readonly StationId[];
  readonly likeness: number;
}

/**
 * A change of source water or of pumping moves many stations in the way it did before. Null: nothing of the kind is known, or
 * what moves is not what tells sources apart.
 * @param harmless earlier clusters that people did not find to be real
 */
export function recogniseOperation(
  cluster: Cluster,
  harmless: readonly Cluster[],
  settings: OperationSettings = OPERATION_DEFAULTS,
): Precedent | null {
  let best: Precedent | null = null;
  const moves = movesOf(cluster);
  if (!mayBeOperation(moves, settings)) return null;
  for (const earlier of harmless) {
    const age = cluster.start - earlier.until;
    if (age < settings.since || age > settings.remembered) continue;
    const precedent = compare(moves, earlier, settings);
    if (precedent !== null && precedent.likeness > (best?.likeness ?? 0)) best = precedent;
  }
  return best;
}

type Moves = ReadonlyMap<StationId, readonly Shift[]>;

/** Of each station what its strongest event did. */
function movesOf({ events }: Cluster): Moves {
  const strongest = new Map<StationId, Cluster['events'][number]>();
  for (const event of events)
    if (event.score > (strongest.get(event.station)?.score ?? 0)) strongest.set(event.station, event);
  return new Map([...strongest].map(([station, { shifts }]) => [station, shifts]));
}

function mayBeOperation(moves: Moves, { moved }: OperationSettings): boolean {
  let [evident, dirty] = [0, 0];
  for (const shifts of moves.values()) {
    const size = ({ deviation }: Shift): number => Math.abs(deviation);
    const farthest = shifts.reduce<Shift | null>((far, shift) => (far && size(far) >= size(shift) ? far : shift), null);
    if (farthest !== null && farthest.deviation > 0 && DIRT.has(farthest.parameter)) dirty++;
    if (shifts.some((shift) => EVIDENCE.has(shift.parameter) && size(shift) >= moved)) evident++;
  }
  return 2 * evident >= moves.size && 2 * dirty < moves.size;
}

function compare(moves: Moves, earlier: Cluster, { likeness, overlap }: OperationSettings): Precedent | null {
  const then = movesOf(earlier);
  const alike: StationId[] = [];
  let sum = 0;
  for (const [station, shifts] of moves) {
    const other = then.get(station);
    const cosine = other === undefined ? 0 : cosineOf(shifts, other);
    if (cosine < likeness) continue;
    alike.push(station);
    sum += cosine;
  }
  const needed = Math.max(2, overlap * Math.min(moves.size, then.size));
  return alike.length < needed ? null : { start: earlier.start, stations: alike, likeness: sum / alike.length };
}

function cosineOf(a: readonly Shift[], b: readonly Shift[]): number {
  const of = new Map(a.map(({ parameter, deviation }) => [parameter, deviation]));
  let product = 0;
  for (const { parameter, deviation } of b) product += (of.get(parameter) ?? 0) * deviation;
  const lengths = Math.hypot(...a.map((s) => s.deviation)) * Math.hypot(...b.map((s) => s.deviation));
  return lengths === 0 ? 0 : product / lengths;
}
