import type { EpochMs } from './brand.ts';
import type { Finding } from './finding.ts';

export const STATUSES = ['normal', 'warning', 'exceedance', 'stale', 'offline', 'fault', 'maintenance'] as const;
export type Status = (typeof STATUSES)[number];

export const FRESHNESS = ['fresh', 'stale', 'offline'] as const;
export type Freshness = (typeof FRESHNESS)[number];

/** A station is stale when its newest sample is older than this many intervals, and offline from the second figure on. */
export const STALE_AFTER_INTERVALS = 2;
export const OFFLINE_AFTER_INTERVALS = 6;

export function freshness(latest: EpochMs | null, now: EpochMs, intervalMs: number): Freshness {
  if (latest === null) return 'offline';
  const age = now - latest;
  if (age > OFFLINE_AFTER_INTERVALS * intervalMs) return 'offline';
  return age > STALE_AFTER_INTERVALS * intervalMs ? 'stale' : 'fresh';
}

export interface Condition {
  readonly status: Status;
  readonly freshness: Freshness;
  /** Something is open, and the station is silent: nobody knows whether it still holds. */
  readonly unverified: boolean;
}

/** What a station shows. What is open of its water outranks freshness: silence never turns an open finding grey. */
export function condition(findings: readonly Pick<Finding, 'kind' | 'level'>[], fresh: Freshness): Condition {
  const isWater = findings.some(({ level }) => level !== 'notice');
  const unverified = isWater && fresh !== 'fresh';
  if (findings.some(({ level }) => level === 'red')) return { status: 'exceedance', freshness: fresh, unverified };
  if (isWater) return { status: 'warning', freshness: fresh, unverified };
  if (fresh !== 'fresh') return { status: fresh, freshness: fresh, unverified: false };
  const isFaulty = findings.some(({ kind }) => kind === 'fault');
  return { status: isFaulty ? 'fault' : 'normal', freshness: fresh, unverified: false };
}
