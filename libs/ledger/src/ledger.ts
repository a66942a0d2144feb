import type { EpochMs } from '@clearwell/water-quality';
import { Kysely } from 'kysely';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AlertTable } from './alert-table.ts';
import { AuditTable } from './audit-table.ts';
import { DetectorTable } from './detector-table.ts';
import { DoorTable } from './door-table.ts';
import { EpisodeTable } from './episode-table.ts';
import { EvidenceTable } from './evidence-table.ts';
import { FatalCommit, type Failpoint } from './failpoint.ts';
import { FolderLock } from './folder-lock.ts';
import { IncidentTable } from './incident-table.ts';
import { dialectOver } from './kysely-dialect.ts';
import { LEDGER_MARK } from './ledger-mark.ts';
import { migrate } from './migrate.ts';
import { NetworkTable } from './network-table.ts';
import { PersonTable } from './person-table.ts';
import { OutboxTable } from './outbox-table.ts';
import { ReadingTable } from './reading-table.ts';
import { ReplicationTable } from './replication-table.ts';
import { SampledHourTable } from './sampled-hour-table.ts';
import type { Tables } from './schema.ts';
import { SequenceTable } from './sequence-table.ts';
import { SessionTable } from './session-table.ts';
import { StationTable } from './station-table.ts';
import { TuningTable } from './tuning-table.ts';

/** Nothing at all can be kept: it is not for what was to be kept that it failed. */
export class StoreFault extends Error {}

/** Nothing can be kept until there is room again. */
export class DiskFullError extends StoreFault {}

const SQLITE_FULL = 13;
/** Busy, locked, no memory, read-only, interrupted, I/O, corrupt, can't open, protocol, no database. */
const SQLITE_STORE_FAULTS: ReadonlySet<number> = new Set([5, 6, 7, 8, 9, 10, 11, 14, 15, 26]);

/** SQLite says by a number whether the store failed or what was to be stored; its last eight bits name the kind. */
function explain(error: unknown): unknown {
  const { errcode } = (error ?? {}) as { errcode?: unknown };
  const kind = typeof errcode === 'number' ? errcode & 0xff : null;
  if (kind === SQLITE_FULL) return new DiskFullError('The disk is full', { cause: error });
  if (kind === null || !SQLITE_STORE_FAULTS.has(kind)) return error;
  return new StoreFault(error instanceof Error ? error.message : String(error), { cause: error });
}

const MARK = `pragma application_id = ${String(LEDGER_MARK)}`;

/** The database of one server: everything it has acknowledged is in here. */
export class Ledger {
  readonly file: string;
  readonly stations: StationTable;
  readonly networks: NetworkTable;
  readonly tunings: TuningTable;
  readonly readings: ReadingTable;
  readonly detector: DetectorTable;
  readonly episodes: EpisodeTable;
  readonly incidents: IncidentTable;
  readonly alerts: AlertTable;
  readonly sampledHours: SampledHourTable;
  readonly door: DoorTable;
  readonly sequences: SequenceTable;
  readonly replication: ReplicationTable;
  readonly people: PersonTable;
  readonly sessions: SessionTable;
  readonly audit: AuditTable;
  readonly outbox: OutboxTable;
  readonly evidence: EvidenceTable;
  readonly #database: DatabaseSync;
  readonly #lock: FolderLock;
  readonly #fatal: FatalCommit | null;

  private constructor(
    file: string,
    database: DatabaseSync,
    kysely: Kysely<Tables>,
    lock: FolderLock,
    failpoint: Failpoint | null,
  ) {
    this.file = file;
    this.#database = database;
    this.#lock = lock;
    this.#fatal = failpoint === null ? null : new FatalCommit(failpoint);
    this.stations = new StationTable(database);
    this.networks = new NetworkTable(database);
    this.tunings = new TuningTable(database);
    this.replication = new ReplicationTable(database, this.stations);
    this.sampledHours = new SampledHourTable(database);
    this.readings = new ReadingTable(database, this.stations, this.replication, this.sampledHours);
    this.episodes = new EpisodeTable(database, this.stations);
    this.detector = new DetectorTable(database, this.stations, this.readings, this.episodes);
    this.incidents = new IncidentTable(database);
    this.alerts = new AlertTable(database, kysely);
    this.door = new DoorTable(database, kysely, this.stations);
    this.sequences = new SequenceTable(database, this.stations);
    this.people = new PersonTable(database);
    this.sessions = new SessionTable(database);
    this.audit = new AuditTable(database);
    this.outbox = new OutboxTable(database);
    this.evidence = new EvidenceTable(database);
  }

  /**
   * Opens the file, making it and its folder where missing, and brings its tables up to date.
   * @param failpoint the commit that kills this process, where a crash is tried
   * @throws FolderTakenError when another process has a ledger open in the same folder
   * @throws LedgerFileError when a newer version wrote it
   */
  static async open(path: string, failpoint: Failpoint | null = null): Promise<Ledger> {
    mkdirSync(dirname(path), { recursive: true });
    const lock = new FolderLock(dirname(path));
    const database = new DatabaseSync(path);
    // FULL: a commit has reached the disk before it returns, so that an acknowledgement may follow it.
    database.exec(
      'pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma busy_timeout = 5000',
    );
    const kysely = new Kysely<Tables>({ dialect: dialectOver(database) });
    await migrate(kysely, database).catch((error: unknown) => {
      database.close();
      lock.release();
      throw error;
    });
    // Every start would write it anew.
    if (database.prepare('pragma application_id').get()?.['application_id'] !== LEDGER_MARK) database.exec(MARK);
    return new Ledger(path, database, kysely, lock, failpoint);
  }

  /**
   * Runs `work` whole or not at all; what it returns is durable when this returns. `work` must not await.
   * @throws DiskFullError when there is no room for it, StoreFault when nothing else could be kept either
   */
  commit<T>(work: () => T): T {
    this.#fatal?.reach('before');
    this.#begin();
    try {
      const result = work();
      this.#fatal?.reach('inside');
      this.#database.exec('commit');
      this.#fatal?.reach('after');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('rollback');
      throw explain(error);
    }
  }

  #begin(): void {
    try {
      this.#database.exec('begin immediate');
    } catch (error) {
      throw explain(error);
    }
  }

  /** Writes what stands there already, durably: throws as a commit would while nothing can be kept. */
  probe(): void {
    this.commit(() => {
      this.#database.exec(MARK);
    });
  }

  /** Arrival of the stations' newest readings; the clock of a restarted server never stands before it. */
  newestArrival(): EpochMs | null {
    const row = this.#database
      .prepare(
        `select max(r.received_at) as at from station s join reading r on r.station = s.key
           and r.sampled_at = (select max(sampled_at) from reading where station = s.key)`,
      )
      .get();
    return (row?.['at'] as number | null | undefined) ?? null;
  }

  close(): void {
    this.#database.exec('pragma wal_checkpoint(truncate)');
    this.#database.close();
    this.#lock.release();
  }
}
