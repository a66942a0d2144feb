import type { StorageFault } from '@clearwell/contracts';
import type { Judgement } from '@clearwell/detect';
import type { Received } from '@clearwell/ingest';
import { DiskFullError, type StoreFault } from '@clearwell/ledger';
import type { StationNews } from '@clearwell/live';
import type { EpochMs, FactEntry, QualifiedReading, StationId } from '@clearwell/water-quality';
import type { Receipt } from './receipt.ts';
import type { Tally } from './tallies.ts';

/** What one message changes of its station. */
export interface Change {
  /** What was sampled before this comes too late to be judged: it stands still while the message is taken in. */
  readonly horizon: EpochMs;
  /** Sampling time → the reading that stands there now: one reading a time, however often it changed. */
  readonly readings: Map<EpochMs, QualifiedReading>;
}

export type ReadingsMessage = Extract<Received, { kind: 'readings' }>;

/** How messages are taken in. */
export interface KeepHow {
  /** When what they hold became known; null: as each of them came. */
  readonly knownAt?: EpochMs | null;
  readonly tally?: Tally;
  /** What was said before them, of stations that were judged anew. */
  readonly rejudged?: readonly StationNews[];
}

/** What one commit changed, told only after it is durable. */
export interface Committed {
  /** One for each message, in their order. */
  readonly receipts: Receipt[];
  /** Of each station the last word. */
  readonly news: Map<StationId, StationNews>;
  /** In the order they were said: a station that was away for a moment was away. */
  readonly links: { readonly station: StationId; readonly online: boolean }[];
  readonly tally: Tally;
}

/** A browser is told a station's state once a commit, with the newest of the readings that several messages held. */
export function noteNews(news: Committed['news'], { station, newest, findings }: StationNews): void {
  const before = news.get(station)?.newest ?? null;
  const isNewer = newest !== null && newest.sampledAt >= (before?.sampledAt ?? -Infinity);
  news.set(station, { station, newest: isNewer ? newest : before, findings });
}

/** Doors and power are no work on a probe. */
export function workIn({ station, event, receivedAt }: Extract<Received, { kind: 'event' }>): FactEntry[] {
  const { kind: work, state, at: said, channels = null } = event;
  if (work !== 'calibration' && work !== 'maintenance') return [];
  return [{ kind: 'work', at: receivedAt, station: station.id, work, state, said, channels }];
}

export function countJudgement({ late, refolded }: Judgement, tally: Tally): void {
  tally.count('late', late.length);
  for (const { sampledAt, receivedAt } of late) tally.countLate(receivedAt - sampledAt);
  if (refolded === null) return;
  tally.count('rewinds');
  tally.count('refolded', refolded);
}

export const faultOf = (error: StoreFault): StorageFault => ({
  code: error instanceof DiskFullError ? 'disk_full' : 'unknown',
  detail: error.message,
});
