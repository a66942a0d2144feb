import {
  CLOCK_TOLERANCE,
  type ChannelKey,
  type EpochMs,
  type QualityFlag,
  type StationId,
} from '@clearwell/water-quality';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';
import { BucketColumns } from './bucket-columns.ts';
import { Columns, flagAt } from './columns.ts';
import type {
  AggregateChunk,
  AggregateQuery,
  AsOf,
  History,
  LatestQuery,
  LatestReading,
  RangeChunk,
  RangeQuery,
  SweepChunk,
  SweepQuery,
} from './history.ts';
import { wholeBuckets } from './whole-buckets.ts';

type Row = Record<string, SQLOutputValue>;

const OF_STATION = 'station = (select key from station where id = ?)';

/** Answers from the ledger's own file, through a connection that can only read. It does so on the thread it is called on. */
export class SqliteHistory implements History {
  readonly #database: DatabaseSync;

  constructor(path: string) {
    this.#database = new DatabaseSync(path, { readOnly: true });
    this.#database.exec('pragma busy_timeout = 5000');
  }

  range({ station, channels, from, to }: RangeQuery): AsyncGenerator<RangeChunk> {
    const where = `${OF_STATION} and sampled_at >= ? and sampled_at < ?`;
    return inTurns(this.#columns(this.#slotsOf(station, channels), where, [station, from, to]));
  }

  sweep(query: SweepQuery): AsyncGenerator<SweepChunk> {
    return inTurns(this.#swept(query));
  }

  aggregate(query: AggregateQuery): AsyncGenerator<AggregateChunk> {
    return inTurns(this.#buckets(query));
  }

  *#swept({ stations, from, to }: SweepQuery): Generator<SweepChunk> {
    for (const { station, channel } of stations) {
      const where = `${OF_STATION} and sampled_at >= ? and sampled_at < ? and ahead = 0`;
      for (const chunk of this.#columns(this.#slotsOf(station, [channel]), where, [station, from, to])) {
        const [column] = chunk.channels;
        if (column === undefined) continue;
        yield { station, sampledAt: chunk.sampledAt, receivedAt: chunk.receivedAt, ...column };
      }
    }
  }

  *#buckets(query: AggregateQuery): Generator<AggregateChunk> {
    const { station, channels, width } = query;
    const { from, to } = wholeBuckets(query);
    const figures = this.#slotsOf(station, channels).map((slot, i) => {
      const value =
        slot === null
          ? 'null'
          : `case when substr(flags, ${String(slot + 1)}, 1) in ('1', '3') then v${String(slot)} end`;
      return `min(${value}) as min${i}, avg(${value}) as mean${i}, max(${value}) as max${i}, count(${value}) as count${i}`;
    });
    const rows = this.#rows(
      `select cast((sampled_at - ?) / ? as integer) as bucket, ${figures.join(', ')} from reading
       where ${OF_STATION} and sampled_at >= ? and sampled_at < ? group by bucket order by bucket`,
      [from, width, station, from, to],
    );
    const buckets = new BucketColumns(channels.length);
    for (const row of rows) {
      buckets.add(
        from + (row['bucket'] as number) * width,
        channels.map((_, i) => ({
          min: row[`min${i}`] as number | null,
          mean: row[`mean${i}`] as number | null,
          max: row[`max${i}`] as number | null,
          count: row[`count${i}`] as number,
        })),
      );
      if (buckets.isFull) yield buckets.take();
    }
    if (buckets.length > 0) yield buckets.take();
  }

  latest({ stations, asOf }: LatestQuery): Promise<readonly LatestReading[]> {
    const { where, bound } = untilWhen(asOf);
    const newest = this.#database.prepare(
      `select * from reading where ${OF_STATION} and ahead = 0 ${where} order by sampled_at desc limit 1`,
    );
    return Promise.resolve(
      stations.flatMap((station) => {
        const row = newest.get(station, ...bound);
        return row === undefined ? [] : [toLatest(station, this.#channelsOf(station), row)];
      }),
    );
  }

  close(): Promise<void> {
    this.#database.close();
    return Promise.resolve();
  }

  *#columns(slots: readonly (number | null)[], where: string, bound: readonly SQLInputValue[]): Generator<RangeChunk> {
    const values = slots.map((slot) => (slot === null ? '' : `, v${String(slot)}`)).join('');
    const columns = new Columns(slots.length);
    const rows = this.#rows(
      `select sampled_at, received_at, flags${values} from reading where ${where} order by sampled_at`,
      bound,
    );
    for (const row of rows) {
      columns.add(row['sampled_at'] as number, row['received_at'] as number);
      const flags = row['flags'] as string;
      slots.forEach((slot, i) => {
        if (slot !== null) columns.put(i, row[`v${String(slot)}`] as number | null, flagAt(flags, slot));
      });
      if (columns.isFull) yield columns.take();
    }
    if (columns.length > 0) yield columns.take();
  }

  /** Where channels stand in the rows: for ever in the same place, also after the station lost them. */
  #slotsOf(station: StationId, channels: readonly ChannelKey[]): (number | null)[] {
    const all = this.#channelsOf(station);
    return channels.map((key) => all.find((one) => one.key === key)?.slot ?? null);
  }

  #channelsOf(station: StationId): Slot[] {
    const rows = this.#rows(`select channel, slot from channel_slot where ${OF_STATION} order by slot`, [station]);
    return Array.from(rows, (row) => ({ key: row['channel'] as ChannelKey, slot: row['slot'] as number }));
  }

  #rows(sql: string, bound: readonly SQLInputValue[]): Iterable<Row> {
    return this.#database.prepare(sql).iterate(...bound);
  }
}

/** Others on this thread get their turn between two chunks. */
async function* inTurns<T>(chunks: Iterable<T>): AsyncGenerator<T> {
  for (const chunk of chunks) {
    yield chunk;
    await nextTurn();
  }
}

function untilWhen(asOf: AsOf | undefined): { where: string; bound: EpochMs[] } {
  if (asOf === undefined) return { where: '', bound: [] };
  if ('sampledUntil' in asOf) return { where: 'and sampled_at <= ?', bound: [asOf.sampledUntil] };
  // What had been received had been sampled, but for what stations' clocks are ahead: the search begins there.
  const { knownAt } = asOf;
  return { where: 'and received_at <= ? and sampled_at <= ?', bound: [knownAt, knownAt + CLOCK_TOLERANCE] };
}

interface Slot {
  readonly key: ChannelKey;
  readonly slot: number;
}

function toLatest(station: StationId, slots: readonly Slot[], row: Row): LatestReading {
  const flags = row['flags'] as string;
  const values: Partial<Record<ChannelKey, number | null>> = {};
  const given: Partial<Record<ChannelKey, QualityFlag>> = {};
  for (const { key, slot } of slots) {
    const flag = flagAt(flags, slot);
    if (flag === 0) continue;
    values[key] = row[`v${String(slot)}`] as number | null;
    given[key] = flag as QualityFlag;
  }
  return {
    station,
    sampledAt: row['sampled_at'] as number,
    receivedAt: row['received_at'] as number,
    values,
    flags: given,
  };
}
