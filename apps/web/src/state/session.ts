import type { EpochMs, Standard, Station, StationId } from '@clearwell/water-quality';
import { getState, getStations, type Failure } from '../door.ts';
import { startLive, type Live } from '../live.ts';
import { createAddressStore, type AddressStore } from './address-store.ts';
import { arrivalsStopped } from './arrivals.ts';
import { BoardStore } from './board-store.ts';
import { Intake } from './intake.ts';
import { pillOf, type Pill } from './pill.ts';
import { liveScene, UNSEEN, type Scene } from './scene.ts';
import { timeOn } from './server-clock.ts';
import { createSignal, type Signal } from './signal.ts';

export type StationsPhase =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | {
      readonly kind: 'ready';
      /** Of the list. */
      readonly revision: number;
      readonly standards: readonly Standard[];
      readonly stations: readonly Station[];
      readonly byId: ReadonlyMap<StationId, Station>;
    };

const TICK_MS = 1_000;
const NONE: readonly Station[] = [];

/** Everything one open page holds, and the flow into it. */
export class Session {
  readonly address: AddressStore = createAddressStore();
  readonly board = new BoardStore();
  readonly stations = createSignal<StationsPhase>({ kind: 'loading' });
  /** The server's time, second by second; null before it was heard. */
  readonly now = createSignal<EpochMs | null>(null);
  readonly pill = createSignal<Pill>({ kind: 'connecting' });
  /** The server lets this page see nothing new until somebody signs in. */
  readonly isShutOut = createSignal(false);
  /** What is shown; live goes on behind a replay. */
  readonly scene: Signal<Scene>;
  readonly intake: Intake;
  readonly liveScene: Scene = liveScene(this.board, this.now);
  private live: Live | null = null;
  private revisionTold = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    this.scene = createSignal(this.address.get().replay === null ? this.liveScene : UNSEEN);
    this.intake = new Intake({
      board: this.board,
      monotonic: () => performance.now(),
      resync: () => this.live?.resync(),
    });
  }

  start(): void {
    const { intake } = this;
    this.live = startLive({
      snapshot: (state) => {
        intake.snapshot(state);
        this.learnStations(state.revision);
      },
      delta: (delta) => {
        intake.delta(delta);
      },
      heartbeat: (beat) => {
        intake.heartbeat(beat);
      },
      connected: () => {
        this.isShutOut.set(false);
        intake.connected();
      },
      lost: () => {
        intake.lost();
      },
      shutOut: () => {
        this.isShutOut.set(true);
      },
      unreadable: (event) => {
        intake.unreadable(event);
      },
    });
    intake.clock.subscribe(this.tick);
    intake.connection.subscribe(this.tick);
    this.board.fault.subscribe(this.tick);
    this.board.filling.subscribe(this.tick);
    this.timer = setInterval(this.tick, TICK_MS);
    void this.loadStations();
    void this.loadFirstState();
  }

  stop(): void {
    this.live?.stop();
    clearInterval(this.timer);
  }

  readonly retryStations = (): void => {
    this.stations.set({ kind: 'loading' });
    void this.loadStations();
  };

  private async loadStations(): Promise<void> {
    const answer = await getStations();
    if (!answer.ok) {
      if (this.stations.get().kind !== 'ready') this.stations.set({ kind: 'failed', failure: answer.failure });
      return;
    }
    const { revision, standards, stations } = answer.value;
    const byId = new Map(stations.map((station) => [station.id, station]));
    this.stations.set({ kind: 'ready', revision, standards, stations, byId });
    // Something was recorded while the list was on its way.
    if (revision < this.revisionTold) void this.loadStations();
  }

  private async loadFirstState(): Promise<void> {
    const answer = await getState();
    if (answer.ok) this.intake.first(answer.value);
  }

  /** The server tells everything anew when stations come, go or change. */
  private learnStations(revision: number): void {
    this.revisionTold = revision;
    const phase = this.stations.get();
    if (phase.kind === 'failed' || (phase.kind === 'ready' && phase.revision !== revision)) void this.loadStations();
  }

  private readonly tick = (): void => {
    const clock = this.intake.clock.get();
    const monotonic = performance.now();
    const now = clock === null ? null : timeOn(clock, monotonic);
    // Who follows the time may look at the pill.
    this.pill.set(this.currentPill(monotonic, now));
    this.now.set(now);
  };

  private currentPill(monotonic: number, now: EpochMs | null): Pill {
    const phase = this.stations.get();
    const lastReceivedAt = this.board.lastReceivedAt.get();
    const stations = phase.kind === 'ready' ? phase.stations : NONE;
    const { stateOf } = this.board;
    return pillOf({
      connection: this.intake.connection.get(),
      monotonic,
      now,
      heardAt: this.intake.heardAt,
      lastReceivedAt,
      fault: this.board.fault.get(),
      filling: this.board.filling.get(),
      arrivalsStopped: now !== null && arrivalsStopped({ stations, stateOf, lastReceivedAt, now }),
    });
  }
}
