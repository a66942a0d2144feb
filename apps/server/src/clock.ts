import type { ClockState } from '@clearwell/contracts';
import { SECOND, type EpochMs } from '@clearwell/water-quality';

/** The one clock of server and simulator: at the wall's `origin` it stood at `start`, and since then runs at `rate`. */
export class Clock {
  readonly origin: EpochMs;
  readonly start: EpochMs;
  readonly rate: number;

  constructor(setting: { origin: EpochMs; start: EpochMs; rate: number }) {
    this.origin = setting.origin;
    this.start = setting.start;
    this.rate = setting.rate;
  }

  now(): EpochMs {
    return Math.round(this.start + (Date.now() - this.origin) * this.rate);
  }

  state(): ClockState {
    return { origin: this.origin, start: this.start, rate: this.rate, now: this.now() };
  }
}

/**
 * Starts at the time given, else now; but where an earlier run went ahead of the wall clock it goes on from there,
 * so that what is stored never lies in the future. Says so.
 */
export function startClock(
  setting: { readonly rate: number; readonly start: EpochMs | null },
  newestArrival: EpochMs | null,
  log: (what: string) => void,
): Clock {
  const origin = Date.now();
  const wanted = setting.start ?? origin;
  if (newestArrival === null || newestArrival <= wanted + SECOND) {
    return new Clock({ origin, start: wanted, rate: setting.rate });
  }
  log(`The clock goes on from ${new Date(newestArrival).toISOString()}, where the stored readings end`);
  return new Clock({ origin, start: newestArrival, rate: setting.rate });
}
