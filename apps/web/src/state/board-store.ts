import type { State, StationState, StorageFault } from '@clearwell/contracts';
import type { EpochMs, StationId, Status } from '@clearwell/water-quality';
import { applyDelta, boardOf, laterOf, type Board, type Delta } from './board.ts';
import { createSignal } from './signal.ts';

/** What list order, filters and counters depend on. */
export interface Standing {
  readonly status: Status;
  readonly unverified: boolean;
}

export type Standings = ReadonlyMap<StationId, Standing>;
type Change = (changed: ReadonlySet<StationId>) => void;

/** Holds the board and tells each listener only of the stations it asked for. */
export class BoardStore {
  /** Becomes another map only when a station's status does. */
  readonly standings = createSignal<Standings>(new Map());
  readonly lastReceivedAt = createSignal<EpochMs | null>(null);
  /** Why the server can't keep readings; null while it can. */
  readonly fault = createSignal<StorageFault | null>(null);
  /** Counts snapshots; what was fetched beside the socket is old after one. */
  readonly snapshots = createSignal(0);
  private board: Board | null = null;
  private readonly ofStation = new Map<StationId, Set<() => void>>();
  private readonly ofAny = new Set<Change>();

  get held(): Board | null {
    return this.board;
  }

  readonly stateOf = (id: StationId): StationState | undefined => this.board?.stations.get(id);

  applySnapshot(state: State): void {
    const before = this.board?.stations;
    const next = boardOf(state);
    this.take(next, new Set([...next.stations.keys(), ...(before?.keys() ?? [])]));
    this.noteFault(state.fault);
    this.snapshots.set(this.snapshots.get() + 1);
  }

  /** False when the delta does not continue what is held: a snapshot is needed. */
  applyDelta(delta: Delta): boolean {
    if (this.board === null) return false;
    const next = applyDelta(this.board, delta);
    if (next === 'gap') return false;
    this.take(next, new Set(delta.stations.map((state) => state.station)));
    return true;
  }

  noteReceived(at: EpochMs | null): void {
    this.lastReceivedAt.set(laterOf(this.lastReceivedAt.get(), at));
  }

  noteFault(fault: StorageFault | null): void {
    this.fault.set(fault);
  }

  readonly subscribeStation = (id: StationId, listener: () => void): (() => void) => {
    const listeners = this.ofStation.get(id) ?? new Set();
    this.ofStation.set(id, listeners.add(listener));
    return () => listeners.delete(listener);
  };

  readonly subscribeAny = (listener: Change): (() => void) => {
    this.ofAny.add(listener);
    return () => this.ofAny.delete(listener);
  };

  private take(board: Board, changed: ReadonlySet<StationId>): void {
    this.board = board;
    this.lastReceivedAt.set(board.lastReceivedAt);
    for (const id of changed) for (const listener of this.ofStation.get(id) ?? []) listener();
    for (const listener of this.ofAny) listener(changed);
    const standings = standingsOf(board);
    if (!sameStandings(standings, this.standings.get())) this.standings.set(standings);
  }
}

const standingsOf = (board: Board): Standings =>
  new Map([...board.stations].map(([id, { status, unverified }]) => [id, { status, unverified }]));

const sameStandings = (a: Standings, b: Standings): boolean =>
  a.size === b.size &&
  [...a].every(([id, standing]) => {
    const other = b.get(id);
    return other?.status === standing.status && other.unverified === standing.unverified;
  });
