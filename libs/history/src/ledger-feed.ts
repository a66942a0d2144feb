import type { ChannelKey, EpochMs, StationId } from '@clearwell/water-quality';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import type { ReadingRow, SummedStation } from './influx-schema.ts';

type Row = Record<string, SQLOutputValue>;

/** Where the copying of everything that was there before stands: the last reading that is confirmed. */
export interface BackfillCursor {
  readonly station: number;
  readonly sampledAt: EpochMs;
}

/** Some readings that the long-term store has not confirmed yet, and how far the ledger is through once it has. */
export interface Batch {
  readonly rows: readonly ReadingRow[];
  /** How many of them, the last ones, are of the backfill. */
  readonly backfilled: number;
  /** Number of the newest entry of the queue in this batch; null if it has none. */
  readonly queueUntil: number | null;
  /** Where the backfill then stands; null if this batch has nothing of it, `done` if nothing is left. */
  readonly backfill: BackfillCursor | 'done' | null;
}

/** Reads out of the ledger's file what is to be replicated, by a connection that can only read. */
export class LedgerFeed {
  readonly #database: DatabaseSync;

  constructor(path: string) {
    this.#database = new DatabaseSync(path, { readOnly: true });
    this.#database.exec('pragma busy_timeout = 5000');
  }

  /** The queue first, in the order in which readings were stored: what is new should be seen soon. The backfill fills up. */
  next(limit: number): Batch {
    const stations = this.#stations();
    const queued = this.#all(
      `select q.n, r.* from replication_queue q
       join reading r on r.station = q.station and r.sampled_at = q.sampled_at order by q.n limit ?`,
      limit,
    );
    const rows = queued.map((row) => toReadingRow(row, stations));
    const queueUntil = (queued.at(-1)?.['n'] as number | undefined) ?? null;
    const cursor = this.cursor();
    const room = limit - rows.length;
    if (cursor === null || room === 0) return { rows, backfilled: 0, queueUntil, backfill: null };
    const older = this.#all(
      'select * from reading where (station, sampled_at) > (?, ?) order by station, sampled_at limit ?',
      cursor.station,
      cursor.sampledAt,
      room,
    );
    rows.push(...older.map((row) => toReadingRow(row, stations)));
    const last = older.at(-1);
    const isDone = older.length < room || last === undefined;
    return { rows, backfilled: older.length, queueUntil, backfill: isDone ? 'done' : cursorAt(last) };
  }

  /** Readings the backfill has still before it. */
  remaining(): number {
    const cursor = this.cursor();
    if (cursor === null) return 0;
    const [row] = this.#all(
      'select count(*) as n from reading where (station, sampled_at) > (?, ?)',
      cursor.station,
      cursor.sampledAt,
    );
    return row?.['n'] as number;
  }

  /** Where the backfill stands; null when it is done. */
  cursor(): BackfillCursor | null {
    const [row] = this.#all('select station, sampled_at from replication');
    return row === undefined || row['station'] === null ? null : cursorAt(row);
  }

  close(): void {
    this.#database.close();
  }

  /** By the ledger's number, each station with the channels it ever had, in the order of their slots. */
  #stations(): Map<number, SummedStation> {
    const rows = this.#all(
      'select s.key, s.id, c.channel from station s join channel_slot c on c.station = s.key order by s.key, c.slot',
    );
    const stations = Map.groupBy(rows, (row) => row['key'] as number);
    return new Map(
      Array.from(stations, ([key, slots]) => {
        const channels = slots.map((row) => row['channel'] as ChannelKey);
        return [key, { id: slots[0]?.['id'] as StationId, channels }];
      }),
    );
  }

  #all(sql: string, ...bound: number[]): Row[] {
    return this.#database.prepare(sql).all(...bound);
  }
}

const cursorAt = (row: Row): BackfillCursor => ({
  station: row['station'] as number,
  sampledAt: row['sampled_at'] as number,
});

function toReadingRow(row: Row, stations: ReadonlyMap<number, SummedStation>): ReadingRow {
  const station = stations.get(row['station'] as number);
  if (station === undefined) throw new Error(`The ledger has readings of a station ${String(row['station'])} it lacks`);
  const about = ['tests', 'marks', 'device'].flatMap((part) =>
    row[part] === null ? [] : [`"${part}":${row[part] as string}`],
  );
  return {
    station: station.id,
    channels: station.channels,
    sampledAt: row['sampled_at'] as number,
    receivedAt: row['received_at'] as number,
    boot: row['boot'] as number | null,
    seq: row['seq'] as number | null,
    historical: row['historical'] === 1,
    ahead: row['ahead'] === 1,
    flags: row['flags'] as string,
    values: station.channels.map((_, slot) => row[`v${String(slot)}`] as number | null),
    about: `{${about.join(',')}}`,
  };
}
