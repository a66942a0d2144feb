import type { EpochMs } from '@clearwell/water-quality';

/** What server and simulator agree on: at wall-clock instant `origin` the clock stands at `start`. */
export interface ClockSetting {
  readonly start: EpochMs;
  readonly origin: EpochMs;
  /** Simulated seconds in a second of the wall clock. */
  readonly rate: number;
}

export interface Clock {
  /** What it showed at its origin: the start of a run, however long the start took. */
  readonly start: EpochMs;
  now(): EpochMs;
  /** Milliseconds of the wall clock until `at`; negative once it is past. */
  wallUntil(at: EpochMs): number;
}

export function makeClock({ start, origin, rate }: ClockSetting, wall: () => EpochMs = Date.now): Clock {
  const now = (): EpochMs => Math.floor(start + (wall() - origin) * rate);
  return { start, now, wallUntil: (at) => (at - start) / rate + origin - wall() };
}

/** A wall clock that can be held: time that passes while it is held does not count. */
export class Stopwatch {
  readonly #wall: () => EpochMs;
  #heldSince: EpochMs | null = null;
  #lost = 0;

  constructor(wall: () => EpochMs = Date.now) {
    this.#wall = wall;
  }

  now(): EpochMs {
    return (this.#heldSince ?? this.#wall()) - this.#lost;
  }

  hold(): void {
    this.#heldSince ??= this.#wall();
  }

  go(): void {
    if (this.#heldSince === null) return;
    this.#lost += this.#wall() - this.#heldSince;
    this.#heldSince = null;
  }
}
