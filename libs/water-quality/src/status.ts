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

/** What a station shows. What is open outranks freshness: silence never turns an open finding grey. */
export function condition(findings: readonly Pick<Finding, 'level'>[], fresh: Freshness): Condition {
  const open = findings.length > 0;
  const unverified = open && fresh !== 'fresh';
  if (findings.some((finding) => finding.level === 'red'))
    return { status: 'exceedance', freshness: fresh, unverified };
  if (open) return { status: 'warning', freshness: fresh, unverified };
  return { status: fresh === 'fresh' ? 'normal' : fresh, freshness: fresh, unverified: false };
}
