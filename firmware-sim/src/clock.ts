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
