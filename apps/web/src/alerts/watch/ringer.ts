import { MINUTE, SECOND } from '@clearwell/water-quality';
import { createSignal } from '../../state/signal.ts';

export const RING_EVERY = 30 * SECOND;
export const MUTE_FOR = 10 * MINUTE;

interface Surroundings {
  readonly monotonic: () => number;
  /** Makes the sound; false where the browser does not let it yet. */
  readonly ring: () => boolean;
  /** Calls back once after a time; returns what calls it off. */
  readonly after: (ms: number, then: () => void) => () => void;
}

/** Rings when an alert calls, and every half minute until none does; a mute holds it for ten minutes, and a new alert does not break it. */
export class Ringer {
  /** Monotonic; null: it is not muted. */
  readonly mutedUntil = createSignal<number | null>(null);
  /** The browser wants somebody to touch the page first. */
  readonly isLocked = createSignal(false);
  private isCalled = false;
  private callOff: (() => void) | null = null;
  private readonly around: Surroundings;

  constructor(around: Surroundings) {
    this.around = around;
  }

  /** @param hasNew an alert calls that did not before: it is not left waiting for the next half minute */
  call(isCalled: boolean, hasNew: boolean): void {
    this.isCalled = isCalled;
    if (!isCalled) {
      this.rest();
      this.isLocked.set(false);
    } else if (hasNew || this.callOff === null) this.sound();
  }

  /** Somebody touched the page. */
  readonly unlock = (): void => {
    if (this.isLocked.get() && this.isCalled) this.sound();
  };

  readonly mute = (): void => {
    this.mutedUntil.set(this.around.monotonic() + MUTE_FOR);
    this.sound();
  };

  readonly unmute = (): void => {
    this.mutedUntil.set(null);
    if (this.isCalled) this.sound();
  };

  stop(): void {
    this.isCalled = false;
    this.rest();
  }

  private rest(): void {
    this.callOff?.();
    this.callOff = null;
  }

  private sound(): void {
    this.rest();
    const until = this.mutedUntil.get();
    const left = until === null ? 0 : until - this.around.monotonic();
    if (left <= 0) this.mutedUntil.set(null);
    if (left <= 0 && this.isCalled) this.isLocked.set(!this.around.ring());
    if (left > 0 || this.isCalled)
      this.callOff = this.around.after(left > 0 ? left : RING_EVERY, () => {
        this.sound();
      });
  }
}
