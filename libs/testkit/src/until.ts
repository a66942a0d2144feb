import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** Milliseconds; 10 s unless told. */
  readonly within?: number;
  /** What is waited for, in words that complete "waited for …". A function is asked when time is up. */
  readonly saying: string | (() => string);
}

const STEP = 20;

/**
 * Waits until a condition holds and returns what it returned: the first value that is not false, null or undefined.
 * @throws Error naming what was waited for, with the condition's last error as its cause
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  { within = 10_000, saying }: Patience,
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + within;
  let cause: unknown;
  do {
    try {
      const value = await condition();
      if (value !== false && value !== null && value !== undefined)
        return value as Exclude<T, false | null | undefined>;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await pause(STEP);
  } while (performance.now() < deadline);
  const what = typeof saying === 'function' ? saying() : saying;
  throw new Error(`Waited ${within} ms in vain for ${what}`, { cause });
}
