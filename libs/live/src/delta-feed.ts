import type { AlertSummary, Quiet, ServerPayload, StationState } from '@clearwell/contracts';
import type { AlertId, EpochMs, StationId } from '@clearwell/water-quality';
import { Pace } from './pace.ts';

export type Delta = ServerPayload<'delta'>;

/**
 * Numbers the changes and paces them: within `PACE_MS` after a station or an alert was told, its further changes wait, and
 * only the newest of them is told. Times are of a monotonic clock, in ms.
 */
export class DeltaPacer {
  readonly #stations = new Pace<StationId, StationState>();
  readonly #alerts = new Pace<AlertId, AlertSummary>();
  #quiet: Quiet | null = null;
  #n = 0;

  get n(): number {
    return this.#n;
  }

  /** Takes changes in. */
  change(states: readonly StationState[], alerts: readonly AlertSummary[] = []): void {
    for (const state of states) this.#stations.change(state.station, state);
    for (const alert of alerts) this.#alerts.change(alert.id, alert);
  }

  /** What nobody is notified of is otherwise now. */
  hush(quiet: Quiet): void {
    this.#quiet = quiet;
  }

  /** What may be told now, if anything; `at` is the server's clock, for the browser. */
  take(now: number, at: EpochMs): Delta | null {
    const stations = this.#stations.take(now);
    const alerts = this.#alerts.take(now);
    const quiet = this.#quiet;
    if (stations.length === 0 && alerts.length === 0 && quiet === null) return null;
    this.#quiet = null;
    this.#n += 1;
    const more = { ...(alerts.length > 0 && { alerts }), ...(quiet !== null && { quiet }) };
    return { since: this.#n - 1, n: this.#n, at, stations, ...more };
  }

  /** All is told otherwise: what waits is in it, and may be of a station that is gone. */
  forget(): void {
    this.#stations.forget();
    this.#alerts.forget();
    this.#quiet = null;
  }

  /** When `take` should be called again; null if nothing waits. */
  nextAt(): number | null {
    const next = Math.min(this.#stations.nextAt(), this.#alerts.nextAt());
    return next === Infinity ? null : next;
  }
}

/** One browser's connection, as far as a feed minds. */
export interface Line {
  isBusy(): boolean;
  send(delta: Delta): void;
}

interface Held {
  readonly since: number;
  n: number;
  at: EpochMs;
  readonly stations: Map<StationId, StationState>;
  readonly alerts: Map<AlertId, AlertSummary>;
  quiet: Quiet | undefined;
}

/** Tells one browser the deltas. While its line is busy only the newest of each station and alert is held for it. */
export class ClientFeed {
  readonly #line: Line;
  #held: Held | null = null;

  constructor(line: Line) {
    this.#line = line;
  }

  tell({ since, n, at, stations, alerts = [], quiet }: Delta): void {
    this.#held ??= { since, n, at, stations: new Map(), alerts: new Map(), quiet };
    this.#held.n = n;
    this.#held.at = at;
    this.#held.quiet = quiet ?? this.#held.quiet;
    for (const state of stations) this.#held.stations.set(state.station, state);
    for (const alert of alerts) this.#held.alerts.set(alert.id, alert);
    this.drain();
  }

  /** Something waits for the line to be free. */
  get isHolding(): boolean {
    return this.#held !== null;
  }

  /** The line may be free again. */
  drain(): void {
    if (this.#held === null || this.#line.isBusy()) return;
    const { stations, alerts, quiet, ...head } = this.#held;
    this.#held = null;
    this.#line.send({
      ...head,
      stations: [...stations.values()],
      ...(alerts.size > 0 && { alerts: [...alerts.values()] }),
      ...(quiet !== undefined && { quiet }),
    });
  }

  /** A snapshot was sent: what was held is in it. */
  forget(): void {
    this.#held = null;
  }
}
