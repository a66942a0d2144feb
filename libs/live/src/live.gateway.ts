import {
  HEARTBEAT_MS,
  SOCKET_PATH,
  type BrowserToServer,
  type ServerToBrowser,
  type State,
} from '@clearwell/contracts';
import type { AlertSummary, ClockState, Filling, Quiet, StationState, StorageFault } from '@clearwell/contracts';
import type { Alert, AlertChange, EpochMs } from '@clearwell/water-quality';
import { Inject } from '@nestjs/common';
import {
  SubscribeMessage,
  WebSocketGateway,
  WebSocketServer,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
} from '@nestjs/websockets';
import type { Server, Socket } from 'socket.io';
import { summaryOf } from './alert-summary.ts';
import type { Board } from './board.ts';
import { ClientFeed, DeltaPacer, type Delta } from './delta-feed.ts';

/** Of a connection, what it is let see. */
export interface Seen {
  /** Names and comments are left out of what it is told. */
  readonly isVeiled?: boolean;
}

type Browser = Socket<BrowserToServer, ServerToBrowser, Record<string, never>, Seen>;

/** What the gateway tells a browser first, and in between. */
export interface LiveSource {
  readonly board: Pick<Board, 'states'>;
  readonly register: { readonly revision: number };
  /** Those that nobody has closed. */
  openAlerts(): readonly Alert[];
  /** The server's clock. */
  readonly clock: { now(): EpochMs; state(): ClockState };
  lastReceivedAt(): EpochMs | null;
  /** Why readings can't be kept; null while they can. */
  fault(): StorageFault | null;
  /** How much of a past that is awaited has come; null where none is. */
  filling(): Filling | null;
  /** What nobody is notified of now, or soon will not be. */
  quiet(): Quiet;
  /** The same without who acted and what they wrote, for whoever does not see that. */
  readonly veiled: { alert(alert: AlertSummary): AlertSummary; quiet(quiet: Quiet): Quiet };
}

export const LIVE_SOURCE = Symbol('LiveSource');

const DRAIN_MS = 20;

/** The live map's socket: a snapshot, then numbered deltas of stations and alerts, and a heartbeat that says when the last reading came. */
@WebSocketGateway({
  path: SOCKET_PATH,
  pingInterval: 5_000,
  pingTimeout: 5_000,
  serveClient: false,
  maxHttpBufferSize: 10_000,
})
export class LiveGateway implements OnGatewayConnection<Browser>, OnGatewayDisconnect<Browser> {
  @WebSocketServer()
  readonly server!: Server<BrowserToServer, ServerToBrowser, Record<string, never>, Seen>;

  readonly #source: LiveSource;
  readonly #pacer = new DeltaPacer();
  readonly #feeds = new Map<string, ClientFeed>();
  #paceTimer: NodeJS.Timeout | null = null;
  #drainTimer: NodeJS.Timeout | null = null;
  #heartbeat: NodeJS.Timeout | null = null;

  constructor(@Inject(LIVE_SOURCE) source: LiveSource) {
    this.#source = source;
  }

  /** Everything, as a browser is told it first. */
  snapshot({ isVeiled = true }: Seen = {}): State {
    const alerts = this.#source.openAlerts().map(summaryOf);
    const quiet = this.#source.quiet();
    const { veiled } = this.#source;
    return {
      n: this.#pacer.n,
      revision: this.#source.register.revision,
      clock: this.#source.clock.state(),
      lastReceivedAt: this.#source.lastReceivedAt(),
      fault: this.#source.fault(),
      ...this.#filling(),
      stations: [...this.#source.board.states()],
      alerts: isVeiled ? alerts.map((alert) => veiled.alert(alert)) : alerts,
      quiet: isVeiled ? veiled.quiet(quiet) : quiet,
    };
  }

  start(): void {
    this.#heartbeat = setInterval(() => {
      this.beat();
      for (const feed of this.#feeds.values()) feed.drain();
    }, HEARTBEAT_MS);
  }

  /** Tells every browser how things stand with the server itself. */
  beat(): void {
    const source = this.#source;
    this.server.emit('heartbeat', {
      n: this.#pacer.n,
      at: source.clock.now(),
      lastReceivedAt: source.lastReceivedAt(),
      fault: source.fault(),
      ...this.#filling(),
    });
  }

  #filling(): Pick<State, 'filling'> {
    const filling = this.#source.filling();
    return filling === null ? {} : { filling };
  }

  stop(): void {
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    if (this.#paceTimer !== null) clearTimeout(this.#paceTimer);
    if (this.#drainTimer !== null) clearTimeout(this.#drainTimer);
    this.#feeds.clear();
  }

  /** Tells every browser of stations that changed. */
  publish(states: readonly StationState[]): void {
    this.#pacer.change(states);
    this.#send();
  }

  /** Tells every browser of alerts that changed, as they are now. */
  tellAlerts(changes: readonly AlertChange[]): void {
    this.#pacer.change(
      [],
      changes.map(({ alert }) => summaryOf(alert)),
    );
    this.#send();
  }

  /** Tells every browser that windows or mutes were opened, began or ended. */
  tellQuiet(): void {
    this.#pacer.hush(this.#source.quiet());
    this.#send();
  }

  /** Tells every browser everything anew: there are other stations than before, or something else is true of one. */
  publishAll(): void {
    this.#pacer.forget();
    for (const browser of this.server.sockets.sockets.values()) {
      const feed = this.#feeds.get(browser.id);
      if (feed !== undefined) this.#sendSnapshot(browser, feed);
    }
  }

  handleConnection(browser: Browser): void {
    const feed = new ClientFeed({
      isBusy: () => !browser.conn.transport.writable,
      send: (delta) => browser.emit('delta', this.#as(browser.data, delta)),
    });
    this.#feeds.set(browser.id, feed);
    browser.conn.on('drain', () => {
      feed.drain();
    });
    this.#sendSnapshot(browser, feed);
  }

  handleDisconnect(browser: Browser): void {
    this.#feeds.delete(browser.id);
  }

  @SubscribeMessage('resync')
  resync(browser: Browser): void {
    const feed = this.#feeds.get(browser.id);
    if (feed !== undefined) this.#sendSnapshot(browser, feed);
  }

  #sendSnapshot(browser: Browser, feed: ClientFeed): void {
    feed.forget();
    browser.emit('snapshot', this.snapshot(browser.data));
  }

  /** A delta as somebody is let see it. */
  #as({ isVeiled = true }: Seen, delta: Delta): Delta {
    if (!isVeiled) return delta;
    const { alerts, quiet, ...rest } = delta;
    const { veiled } = this.#source;
    return {
      ...rest,
      ...(alerts !== undefined && { alerts: alerts.map((alert) => veiled.alert(alert)) }),
      ...(quiet !== undefined && { quiet: veiled.quiet(quiet) }),
    };
  }

  #send(): void {
    const delta = this.#pacer.take(performance.now(), this.#source.clock.now());
    if (delta !== null) this.#tell(delta);
    const next = this.#pacer.nextAt();
    if (next === null || this.#paceTimer !== null) return;
    this.#paceTimer = setTimeout(
      () => {
        this.#paceTimer = null;
        this.#send();
      },
      Math.max(1, next - performance.now()),
    );
  }

  #tell(delta: Delta): void {
    for (const feed of this.#feeds.values()) feed.tell(delta);
    this.#drainSoon();
  }

  /** A connection says that it has drained while it still writes: what is held is looked after until it has gone. */
  #drainSoon(): void {
    if (this.#drainTimer !== null || ![...this.#feeds.values()].some(({ isHolding }) => isHolding)) return;
    this.#drainTimer = setTimeout(() => {
      this.#drainTimer = null;
      for (const feed of this.#feeds.values()) feed.drain();
      this.#drainSoon();
    }, DRAIN_MS);
  }
}
