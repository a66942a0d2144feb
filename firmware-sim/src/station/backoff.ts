/** How long a logger waits before it tries to connect again, ms of the wall clock. */
export interface BackoffSetting {
  readonly first: number;
  readonly longest: number;
}

export const BACKOFF: BackoffSetting = { first: 500, longest: 30_000 };

/**
 * Doubles with every failure. Jitter, `random` in 0…1, takes away up to half: stations that lost the broker together
 * must not come back together.
 */
export function backoffDelay({ first, longest }: BackoffSetting, failures: number, random: number): number {
  return Math.min(longest, first * 2 ** failures) * (1 - random / 2);
}
