import type { ClockState, ServerPayload, State } from '@clearwell/contracts';
import type { EpochMs } from '@clearwell/water-quality';
import type { LiveHandlers } from '../live.ts';
import type { BoardStore } from './board-store.ts';
import type { Connection } from './pill.ts';
import { clockFrom, heardAgain, type ServerClock } from './server-clock.ts';
import type { Delta } from './board.ts';
import { createSignal } from './signal.ts';

interface Surroundings {
  readonly board: BoardStore;
  readonly monotonic: () => number;
  readonly resync: () => void;
}

/** Takes what the socket brings: keeps the numbers in order, the clock set and the connection told. */
export class Intake implements Omit<LiveHandlers, 'shutOut'> {
  readonly clock = createSignal<ServerClock | null>(null);
  readonly connection = createSignal<Connection>({ kind: 'connecting' });
  /** The server's time of the newest message. */
  heardAt: EpochMs | null = null;
  private awaitsSnapshot = true;
  private readonly around: Surroundings;

  constructor(around: Surroundings) {
    this.around = around;
  }

  /** The state fetched over HTTP, for as long as the socket has brought none. */
  first(state: State): void {
    if (this.around.board.held === null) this.hold(state);
  }

  snapshot(state: State): void {
    this.awaitsSnapshot = false;
    this.hold(state);
    this.connection.set({ kind: 'live' });
  }

  delta(delta: Delta): void {
    if (this.awaitsSnapshot) return;
    this.heardAt = delta.at;
    if (!this.around.board.applyDelta(delta)) this.ask();
  }

  heartbeat({ at, lastReceivedAt, fault, filling }: ServerPayload<'heartbeat'>): void {
    this.heardAt = at;
    const clock = this.clock.get();
    if (clock !== null) this.clock.set(heardAgain(clock, at, this.around.monotonic()));
    this.around.board.noteReceived(lastReceivedAt);
    this.around.board.noteFault(fault);
    this.around.board.noteFilling(filling);
  }

  /** The server sends a snapshot by itself; deltas before it do not count. */
  connected(): void {
    this.awaitsSnapshot = true;
  }

  lost(): void {
    if (this.connection.get().kind === 'lost') return;
    this.connection.set({ kind: 'lost', since: this.around.monotonic() });
  }

  unreadable(event: string): void {
    if (event === 'snapshot') this.connection.set({ kind: 'unreadable' });
    else if (event === 'delta' && !this.awaitsSnapshot) this.ask();
  }

  private ask(): void {
    this.awaitsSnapshot = true;
    this.around.resync();
  }

  private hold(state: State): void {
    this.around.board.applySnapshot(state);
    this.setClock(state.clock);
  }

  private setClock(state: ClockState): void {
    this.heardAt = state.now;
    this.clock.set(clockFrom(state, this.around.monotonic()));
  }
}
