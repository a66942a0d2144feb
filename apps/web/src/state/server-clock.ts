import type { ClockState } from '@clearwell/contracts';
import { SECOND, type EpochMs } from '@clearwell/water-quality';

/** The server's clock as this browser last heard it. `heardAt` is monotonic: the browser's date may be wrong. */
export interface ServerClock {
  readonly now: EpochMs;
  readonly heardAt: number;
  readonly rate: number;
  readonly simulated: boolean;
}

export const clockFrom = (state: ClockState, heardAt: number): ServerClock => ({
  now: state.now,
  heardAt,
  rate: state.rate,
  simulated: state.rate !== 1 || Math.abs(state.start - state.origin) > SECOND,
});

/** A sleeping laptop stops its monotonic clock: each heartbeat sets ours again. */
export const heardAgain = (clock: ServerClock, now: EpochMs, heardAt: number): ServerClock => ({
  ...clock,
  now,
  heardAt,
});

export const timeOn = (clock: ServerClock, monotonic: number): EpochMs =>
  clock.now + (monotonic - clock.heardAt) * clock.rate;
