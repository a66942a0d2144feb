import type { StationState } from '@clearwell/contracts';
import { AGE_STEP, NO_AGE, openCell, type FrameDay } from '@clearwell/contracts/frames';
import { freshness, type EpochMs, type Station, type StationId } from '@clearwell/water-quality';
import type { Standings } from '../state/board-store.ts';
import type { SeenBoard } from '../state/scene.ts';
import { createSignal } from '../state/signal.ts';

type Change = (changed: ReadonlySet<StationId>) => void;

interface Seen {
  readonly state: StationState;
  readonly isLate: boolean;
  readonly cell: number;
}

/** Figures that change more often than this can't be read. */
const FIGURES_EVERY_MS = 80;

/**
 * The board as it stood in one frame; tells only of what differs from the frame before. Whoever follows all stations, the
 * map, hears of it at once; whoever follows one, for its figures, at once and then now and then while frames go by fast.
 */
export class FrameBoard implements SeenBoard {
  readonly standings = createSignal<Standings>(new Map());
  private readonly seen = new Map<StationId, Seen>();
  private readonly ofStation = new Map<StationId, Set<() => void>>();
  private readonly ofAny = new Set<Change>();
  private readonly intervals: ReadonlyMap<StationId, number>;
  /** Stations whose followers have yet to hear. */
  private readonly untold = new Set<StationId>();
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(stations: readonly Station[]) {
    this.intervals = new Map(stations.map(({ id, intervalMs }) => [id, intervalMs]));
  }

  readonly stateOf = (id: StationId): StationState | undefined => this.seen.get(id)?.state;
  /** No station has a reading that stands. */
  get isEmpty(): boolean {
    return [...this.seen.values()].every(({ state }) => state.latest === null);
  }

  readonly isLate = (id: StationId): boolean => this.seen.get(id)?.isLate === true;

  readonly subscribeStation = (id: StationId, listener: () => void): (() => void) => {
    const listeners = this.ofStation.get(id) ?? new Set();
    this.ofStation.set(id, listeners.add(listener));
    return () => listeners.delete(listener);
  };

  readonly subscribeAny = (listener: Change): (() => void) => {
    this.ofAny.add(listener);
    return () => this.ofAny.delete(listener);
  };

  /** Null: nothing is known of that instant yet. */
  show(day: FrameDay | null, at: EpochMs): void {
    const frame = day === null ? -1 : Math.round((at - day.head.from) / day.head.step);
    const changed = new Set<StationId>();
    if (day === null || frame >= day.head.frames) {
      for (const id of this.seen.keys()) changed.add(id);
      this.seen.clear();
    } else {
      day.head.stations.forEach((_, place) => {
        const id = this.take(day, place, frame);
        if (id !== null) changed.add(id);
      });
    }
    this.tell(changed);
  }

  /** The station at this place, if it looks another way than before. */
  private take(day: FrameDay, place: number, frame: number): StationId | null {
    const shown = readCell(day, place, frame);
    if (shown === null) return null;
    const { station, cell, latest } = shown;
    const before = this.seen.get(station);
    if (before?.cell === cell && isSame(before.state.latest, latest)) return null;
    const at = day.head.from + frame * day.head.step;
    const { status, unverified, late } = openCell(cell);
    const fresh = freshness(latest?.sampledAt ?? null, at, this.intervals.get(station) ?? day.head.step);
    const state = { station, status, unverified, freshness: fresh, latest, findings: [], link: null };
    this.seen.set(station, { state, isLate: late, cell });
    return station;
  }

  private tell(changed: ReadonlySet<StationId>): void {
    if (changed.size === 0) return;
    for (const id of changed) this.untold.add(id);
    if (this.resting === undefined) this.tellFollowers();
    for (const listener of this.ofAny) listener(changed);
    const standings = this.standings.get();
    const isSame =
      standings.size === this.seen.size &&
      [...this.seen].every(([id, { state }]) => {
        const was = standings.get(id);
        return was?.status === state.status && was.unverified === state.unverified;
      });
    if (isSame) return;
    const standing = ({ state: { status, unverified } }: Seen) => ({ status, unverified });
    this.standings.set(new Map([...this.seen].map(([id, seen]) => [id, standing(seen)])));
  }

  private readonly tellFollowers = (): void => {
    this.resting = this.untold.size === 0 ? undefined : setTimeout(this.tellFollowers, FIGURES_EVERY_MS);
    const told = [...this.untold];
    this.untold.clear();
    for (const id of told) for (const listener of this.ofStation.get(id) ?? []) listener();
  };
}

type Latest = StationState['latest'];

interface Shown {
  readonly station: StationId;
  readonly cell: number;
  readonly latest: Latest;
}

function readCell({ head, cells, ages, values }: FrameDay, place: number, frame: number): Shown | null {
  const station = head.stations[place];
  if (station === undefined) return null;
  const { id, channel, resolution } = station;
  const i = place * head.frames + frame;
  const [cell = 0, age = NO_AGE, value = 0] = [cells[i], ages[i], values[i]];
  if (age === NO_AGE) return { station: id, cell, latest: null };
  const { flag } = openCell(cell);
  const sampledAt = head.from + frame * head.step - age * AGE_STEP;
  // When it came is not in a frame, but for that it came late.
  const latest = { sampledAt, receivedAt: sampledAt, values: {}, flags: {} };
  if (channel === null || flag === 0) return { station: id, cell, latest };
  return {
    station: id,
    cell,
    latest: { ...latest, values: { [channel]: value * resolution }, flags: { [channel]: flag } },
  };
}

/** Both of one channel, or of none. */
function isSame(a: Latest, b: Latest): boolean {
  if (a === null || b === null) return a === b;
  return a.sampledAt === b.sampledAt && Object.values(a.values)[0] === Object.values(b.values)[0];
}
