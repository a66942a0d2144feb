import type { Filling, Quiet, State, StationState, StorageFault } from '@clearwell/contracts';
import type { EpochMs, StationId, Status } from '@clearwell/water-quality';
import { byStation, isUnacknowledged, underAlerts, type AlertsOf } from './alert-sight.ts';
import { applyDelta, boardOf, laterOf, type Board, type Delta, type OpenAlerts } from './board.ts';
import { createSignal } from './signal.ts';

/** What list order, filters and counters depend on. */
export interface Standing {
  readonly status: Status;
  readonly unverified: boolean;
  /** Something of its water goes on that nobody has acknowledged. */
  readonly isUnacknowledged?: boolean;
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
  /** How much of the history of a demo has come; null where none is awaited. */
  readonly filling = createSignal<Filling | null>(null);
  /** Counts snapshots; what was fetched beside the socket is old after one. */
  readonly snapshots = createSignal(0);
  /** Becomes another map only when an alert is another. */
  readonly alerts = createSignal<OpenAlerts>(new Map());
  /** Windows and mutes that are not over. */
  readonly quiet = createSignal<Quiet>({ windows: [], mutes: [] });
  private board: Board | null = null;
  private alertsOf: AlertsOf = byStation(new Map());
  /** Its states as they are shown. */
  private shown = new Map<StationId, StationState>();
  private readonly ofStation = new Map<StationId, Set<() => void>>();
  private readonly ofAny = new Set<Change>();

  get held(): Board | null {
    return this.board;
  }

  readonly stateOf = (id: StationId): StationState | undefined => this.shown.get(id);

  /** Something of its water goes on that nobody has acknowledged. */
  readonly isUnacknowledged = (id: StationId): boolean =>
    this.alertsOf(id).some((alert) => isUnacknowledged(alert) && alert.condition !== 'cleared');

  applySnapshot(state: State): void {
    const before = this.board?.stations;
    const next = boardOf(state);
    this.take(next, [...next.stations.keys(), ...(before?.keys() ?? [])]);
    this.noteFault(state.fault);
    this.noteFilling(state.filling);
    this.snapshots.set(this.snapshots.get() + 1);
  }

  /** False when the delta does not continue what is held: a snapshot is needed. */
  applyDelta(delta: Delta): boolean {
    if (this.board === null) return false;
    const { alerts } = this.board;
    const next = applyDelta(this.board, delta);
    if (next === 'gap') return false;
    const atWork = delta.quiet === undefined ? [] : [...workedAt(this.quiet.get()), ...workedAt(delta.quiet)];
    // Also those that an alert is no longer about.
    const touched = (delta.alerts ?? []).flatMap(({ id, stations }) => [
      ...stations,
      ...(alerts.get(id)?.stations ?? []),
    ]);
    this.take(next, [...delta.stations.map((state) => state.station), ...touched, ...atWork]);
    return true;
  }

  noteReceived(at: EpochMs | null): void {
    this.lastReceivedAt.set(laterOf(this.lastReceivedAt.get(), at));
  }

  noteFault(fault: StorageFault | null): void {
    this.fault.set(fault);
  }

  noteFilling(filling: Filling | undefined): void {
    this.filling.set(filling ?? null);
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

  private take(board: Board, touched: readonly StationId[]): void {
    this.board = board;
    this.alertsOf = byStation(board.alerts);
    const changed = new Set(touched);
    const before = this.shown;
    const show = (id: StationId, state: StationState): StationState =>
      (changed.has(id) ? undefined : before.get(id)) ?? underAlerts(state, this.alertsOf(id));
    this.shown = new Map([...board.stations].map(([id, state]) => [id, show(id, state)]));
    this.lastReceivedAt.set(board.lastReceivedAt);
    this.quiet.set(board.quiet);
    for (const id of changed) for (const listener of this.ofStation.get(id) ?? []) listener();
    for (const listener of this.ofAny) listener(changed);
    this.alerts.set(board.alerts);
    const standings = this.standingsNow();
    if (!sameStandings(standings, this.standings.get())) this.standings.set(standings);
  }

  private standingsNow(): Standings {
    const standing = ([id, { status, unverified }]: [StationId, StationState]): [StationId, Standing] => [
      id,
      { status, unverified, isUnacknowledged: this.isUnacknowledged(id) },
    ];
    return new Map([...this.shown].map(standing));
  }
}

const workedAt = ({ windows }: Quiet): StationId[] => windows.map(({ station }) => station);

const sameStandings = (a: Standings, b: Standings): boolean =>
  a.size === b.size &&
  [...a].every(([id, standing]) => {
    const other = b.get(id);
    return (
      other?.status === standing.status &&
      other.unverified === standing.unverified &&
      other.isUnacknowledged === standing.isUnacknowledged
    );
  });
