import type { EpochMs, StationId } from '@clearwell/water-quality';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { StationTable } from './station-table.ts';

/** How far a long-term store has confirmed what the ledger holds. */
export interface ReplicationProgress {
  /** Newest entry of the queue that it has; null if this says nothing of the queue. */
  readonly queueUntil: number | null;
  /** Last reading of those that were there before; `done` when it has them all; null if this says nothing of them. */
  readonly backfill: { readonly station: number; readonly sampledAt: EpochMs } | 'done' | null;
}

/** What waits for the long-term store: a queue of what was stored, and a cursor over what had been there before. */
export class ReplicationTable {
  readonly #database: DatabaseSync;
  readonly #stations: StationTable;
  readonly #note: StatementSync;
  readonly #waits: StatementSync;
  readonly #queue: StatementSync;
  #isFollowed = false;

  constructor(database: DatabaseSync, stations: StationTable) {
    this.#database = database;
    this.#stations = stations;
    this.#note = database.prepare('insert into replication_queue (station, sampled_at, received_at) values (?, ?, ?)');
    this.#waits = database.prepare(
      'select 1 from replication_queue where station = ? and sampled_at >= ? and sampled_at < ? limit 1',
    );
    // Entries are taken from the front only, so that their numbers count them.
    this.#queue = database.prepare(
      `select coalesce(max(n) - min(n) + 1, 0) as n, (select received_at from replication_queue order by n limit 1) as oldest
       from replication_queue`,
    );
  }

  /** From now on what is stored is noted. */
  follow(): void {
    this.#isFollowed = true;
  }

  /** There is no long-term store: a later one is given everything. */
  forget(): void {
    this.#database.exec('delete from replication_queue; delete from replication');
  }

  /** Notes a reading as stored or changed; in the transaction that stores it. */
  note(stationKey: number, sampledAt: EpochMs, receivedAt: EpochMs): void {
    if (this.#isFollowed) this.#note.run(stationKey, sampledAt, receivedAt);
  }

  /** Names the store that is replicated to. One other than before has nothing yet: all there is waits for it. */
  aim(target: string): void {
    const row = this.#database.prepare('select target from replication').get();
    if (row?.['target'] === target) return;
    this.forget();
    this.#database.prepare('insert into replication values (?, -1, 0)').run(target);
  }

  confirm({ queueUntil, backfill }: ReplicationProgress): void {
    if (queueUntil !== null) this.#database.prepare('delete from replication_queue where n <= ?').run(queueUntil);
    if (backfill === null) return;
    const [station, sampledAt] = backfill === 'done' ? [null, null] : [backfill.station, backfill.sampledAt];
    this.#database.prepare('update replication set station = ?, sampled_at = ?').run(station, sampledAt);
  }

  /** Entries of the queue, and the arrival of the one that has waited longest. */
  queue(): { readonly readings: number; readonly oldest: EpochMs | null } {
    const row = this.#queue.get();
    return { readings: row?.['n'] as number, oldest: row?.['oldest'] as number | null };
  }

  /** Whether a store has been named and has everything that was there before it was. */
  isBackfilled(): boolean {
    const row = this.#database.prepare('select station from replication').get();
    return row?.['station'] === null;
  }

  /** Whether a reading of a station, sampled in a span, is in the queue. */
  isWaiting(id: StationId, from: EpochMs, to: EpochMs): boolean {
    return this.#waits.get(this.#stations.layout(id).key, from, to) !== undefined;
  }
}
