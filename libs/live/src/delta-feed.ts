import type { ServerPayload, StationState } from '@clearwell/contracts';
import type { EpochMs, StationId } from '@clearwell/water-quality';

export type Delta = ServerPayload<'delta'>;

/** A station's first change goes out at once, later ones of the same station at most this often. */
export const PACE_MS = 250;

/**
 * Numbers the changes and paces them: within `PACE_MS` after a station was told, its further changes wait, and only the
 * newest of them is told. Times are of a monotonic clock, in ms.
 */
export class DeltaPacer {
  readonly #toldAt = new Map<StationId, number>();
  readonly #waiting = new Map<StationId, StationState>();
  #n = 0;

  get n(): number {
    return this.#n;
  }

  /** Takes changes in. */
  change(states: readonly StationState[]): void {
    for (const state of states) this.#waiting.set(state.station, state);
  }

  /** What may be told now, if anything; `at` is the server's clock, for the browser. */
  take(now: number, at: EpochMs): Delta | null {
    const stations: StationState[] = [];
    for (const [id, state] of this.#waiting) {
      if (now - (this.#toldAt.get(id) ?? -Infinity) < PACE_MS) continue;
      this.#waiting.delete(id);
      this.#toldAt.set(id, now);
      stations.push(state);
    }
    if (stations.length === 0) return null;
    this.#n += 1;
    return { since: this.#n - 1, n: this.#n, at, stations };
  }

  /** All is told otherwise: what waits is in it, and may be of a station that is gone. */
  forget(): void {
    this.#waiting.clear();
  }

  /** When `take` should be called again; null if nothing waits. */
  nextAt(): number | null {
    let next: number | null = null;
    for (const id of this.#waiting.keys()) {
      const due = (this.#toldAt.get(id) ?? -Infinity) + PACE_MS;
      next = next === null ? due : Math.min(next, due);
    }
    return next;
  }
}

/** One browser's connection, as far as a feed minds. */
export interface Line {
  isBusy(): boolean;
  send(delta: Delta): void;
}

/** Tells one browser the deltas. While its line is busy only the newest of each station is held for it. */
export class ClientFeed {
  readonly #line: Line;
  #held: { since: number; n: number; at: EpochMs; stations: Map<StationId, StationState> } | null = null;

  constructor(line: Line) {
    this.#line = line;
  }

  tell(delta: Delta): void {
    this.#held ??= { since: delta.since, n: delta.n, at: delta.at, stations: new Map() };
    this.#held.n = delta.n;
    this.#held.at = delta.at;
    for (const state of delta.stations) this.#held.stations.set(state.station, state);
    this.drain();
  }

  /** The line may be free again. */
  drain(): void {
    if (this.#held === null || this.#line.isBusy()) return;
    const { stations, ...head } = this.#held;
    this.#held = null;
    this.#line.send({ ...head, stations: [...stations.values()] });
  }

  /** A snapshot was sent: what was held is in it. */
  forget(): void {
    this.#held = null;
  }
}
