import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { EpochMs, StationId } from '@clearwell/water-quality';
import type { StationEvent } from '../scenarios/scenario.ts';
import type { KeptReading } from './kept-reading.ts';

/** Where a logger stopped. */
export interface LoggerState {
  readonly boot: number;
  /** Number of the last reading sampled; 0 before the first. */
  readonly seq: number;
  /** Null before the first sample. */
  readonly sampledAt: EpochMs | null;
}

export type Cursor = Pick<KeptReading, 'boot' | 'seq'>;

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  -- Survives the death of the process at any instant. The last commits may be lost with the power, and that costs nothing
  -- here: what was sampled is computed from its time, so the same slot is sampled again, with the same number and content.
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS logger (
    station TEXT PRIMARY KEY, boot INTEGER NOT NULL, seq INTEGER NOT NULL, sampled_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS reading (
    station TEXT NOT NULL, boot INTEGER NOT NULL, seq INTEGER NOT NULL, sampled_at INTEGER NOT NULL,
    contents TEXT NOT NULL, acknowledged INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (station, boot, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS pending ON reading (station, boot, seq) WHERE acknowledged = 0;
  CREATE TABLE IF NOT EXISTS event (
    station TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,
    contents TEXT NOT NULL, acknowledged INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (station, at, kind, state)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS pending_event ON event (station, at) WHERE acknowledged = 0;
`;

const STATEMENTS = {
  state: 'SELECT boot, seq, sampled_at AS sampledAt FROM logger WHERE station = ?',
  setState: 'INSERT OR REPLACE INTO logger (station, boot, seq, sampled_at) VALUES (?, ?, ?, ?)',
  insert: 'INSERT INTO reading (station, boot, seq, sampled_at, contents) VALUES (?, ?, ?, ?, ?)',
  pending: `SELECT boot, seq, sampled_at AS sampledAt, contents FROM reading
    WHERE station = ? AND acknowledged = 0 AND (boot, seq) > (?, ?) ORDER BY boot, seq LIMIT ?`,
  acknowledge: 'UPDATE reading SET acknowledged = 1 WHERE station = ? AND boot = ? AND seq = ? AND acknowledged = 0',
  reoffer: 'UPDATE reading SET acknowledged = 0 WHERE station = ? AND boot = ? AND seq BETWEEN ? AND ?',
  countOld: 'SELECT count(*) AS count FROM reading WHERE station = ? AND acknowledged = 0 AND sampled_at < ?',
  prune: 'DELETE FROM reading WHERE station = ? AND sampled_at < ?',
  count: 'SELECT count(*) AS count FROM reading WHERE acknowledged = 0',
  countOf: 'SELECT count(*) AS count FROM reading WHERE station = ? AND acknowledged = 0',
  keepEvent: 'INSERT OR IGNORE INTO event (station, at, kind, state, contents) VALUES (?, ?, ?, ?, ?)',
  pendingEvents: 'SELECT contents FROM event WHERE station = ? AND acknowledged = 0 ORDER BY at',
  acknowledgeEvent: 'UPDATE event SET acknowledged = 1 WHERE station = ? AND at = ? AND kind = ? AND state = ?',
  pruneEvents: 'DELETE FROM event WHERE station = ? AND at < ?',
  countEvents: 'SELECT count(*) AS count FROM event WHERE acknowledged = 0',
} as const;

type Row = Pick<KeptReading, 'boot' | 'seq' | 'sampledAt'> & { readonly contents: string };

/** The memories of all loggers of this process, in one file. A reading is in it before anybody is told of it. */
export class ReadingStore {
  readonly #database: DatabaseSync;
  readonly #sql: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    const prepared = Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)]);
    this.#sql = Object.fromEntries(prepared) as Record<keyof typeof STATEMENTS, StatementSync>;
  }

  /** Throws if another simulator has the file: two would send under the same names. */
  static open(file: string): ReadingStore {
    mkdirSync(dirname(file), { recursive: true });
    const database = new DatabaseSync(file, { timeout: 1_000 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec(SCHEMA);
    return new ReadingStore(database);
  }

  stateOf(station: StationId): LoggerState {
    const row = this.#sql.state.get(station) as LoggerState | undefined;
    return row ?? { boot: 1, seq: 0, sampledAt: null };
  }

  setState(station: StationId, { boot, seq, sampledAt }: LoggerState): void {
    this.#sql.setState.run(station, boot, seq, sampledAt);
  }

  /** Keeps readings and where the logger now stands, all or nothing. */
  keep(station: StationId, readings: readonly KeptReading[], state: LoggerState | undefined = readings.at(-1)): void {
    this.#transact(() => {
      for (const reading of readings) {
        const { boot, seq, sampledAt, ...contents } = reading;
        this.#sql.insert.run(station, boot, seq, sampledAt, JSON.stringify(contents));
      }
      if (state !== undefined) this.setState(station, state);
    });
  }

  /** Readings not yet acknowledged, after `cursor`, in the order they were sampled. */
  pending(station: StationId, cursor: Cursor, limit: number): KeptReading[] {
    const rows = this.#sql.pending.all(station, cursor.boot, cursor.seq, limit) as unknown as Row[];
    return rows.map(({ contents, ...key }) => ({
      ...key,
      ...(JSON.parse(contents) as Omit<KeptReading, keyof Cursor | 'sampledAt'>),
    }));
  }

  /** The broker has them. Returns how many it did not have before. */
  acknowledge(station: StationId, readings: readonly Cursor[]): number {
    return this.#transact(() => {
      let first = 0;
      for (const { boot, seq } of readings) first += Number(this.#sql.acknowledge.run(station, boot, seq).changes);
      return first;
    });
  }

  /** Somebody asks for readings again: they count as not acknowledged. Returns how many there are still. */
  reoffer(
    station: StationId,
    span: { readonly boot: number; readonly fromSeq: number; readonly toSeq: number },
  ): number {
    return Number(this.#sql.reoffer.run(station, span.boot, span.fromSeq, span.toSeq).changes);
  }

  /** A memory has an end: what was sampled before `before` is overwritten. Returns how many of it nobody had acknowledged. */
  prune(station: StationId, before: EpochMs): number {
    const lost = countIn(this.#sql.countOld.get(station, before));
    this.#sql.prune.run(station, before);
    this.#sql.pruneEvents.run(station, before);
    return lost;
  }

  countPending(station?: StationId): number {
    return countIn(station === undefined ? this.#sql.count.get() : this.#sql.countOf.get(station));
  }

  /** Keeps what it has not kept before: an event is named by its time, kind and state. */
  keepEvents(station: StationId, events: readonly StationEvent[]): void {
    this.#transact(() => {
      for (const event of events)
        this.#sql.keepEvent.run(station, event.at, event.kind, event.state, JSON.stringify(event));
    });
  }

  /** Events not yet acknowledged, oldest first. */
  pendingEvents(station: StationId): StationEvent[] {
    const rows = this.#sql.pendingEvents.all(station) as unknown as Pick<Row, 'contents'>[];
    return rows.map(({ contents }) => JSON.parse(contents) as StationEvent);
  }

  acknowledgeEvent(station: StationId, { at, kind, state }: StationEvent): void {
    this.#sql.acknowledgeEvent.run(station, at, kind, state);
  }

  countPendingEvents(): number {
    return countIn(this.#sql.countEvents.get());
  }

  close(): void {
    this.#database.close();
  }

  #transact<T>(work: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

const countIn = (row: Record<string, unknown> | undefined): number => Number(row?.['count'] ?? 0);
