import type { Point } from '@influxdata/influxdb-client';
import type { EpochMs, StationId } from '@clearwell/water-quality';
import type { Figures } from './bucket-columns.ts';
import type { InfluxWriter } from './influx-writer.ts';
import { summaryPoint, TIERS, type ReadingRow, type SummedStation, type Tier } from './influx-schema.ts';
import type { Batch, LedgerFeed } from './ledger-feed.ts';
import type { SqliteHistory } from './sqlite-history.ts';

/** Readings written and confirmed at once. */
const BATCH = 5_000;

/** What the ledger keeps of the replication; each call is durable when it returns. */
export interface ReplicationMemory {
  /** The store that is replicated to. Another than before starts with everything there is. */
  aim(target: string): Promise<void>;
  /** The store has confirmed a batch: it waits no longer. */
  confirm(progress: Progress): Promise<void>;
}

export type Progress = Omit<Batch, 'rows'>;

export interface ReplicatorParts {
  readonly feed: LedgerFeed;
  /** The ledger's own readings, for the summaries. */
  readonly ledger: SqliteHistory;
  readonly writer: InfluxWriter;
  readonly memory: ReplicationMemory;
  /** InfluxDB's time. */
  readonly now: () => EpochMs;
}

/**
 * Copies the ledger's readings to the long-term store, batch by batch: read, write, and only when that is confirmed
 * move on. Broken off anywhere it writes the same batch again, which changes nothing.
 */
export class Replicator {
  readonly #parts: ReplicatorParts;
  #isPrepared = false;

  constructor(parts: ReplicatorParts) {
    this.#parts = parts;
  }

  /**
   * Replicates one batch.
   * @returns how many readings it had; 0 when nothing waits
   * @throws InfluxError when the store can't take it; nothing is lost, ask again later
   */
  async step(): Promise<number> {
    const { feed, writer, memory, now } = this.#parts;
    try {
      if (!this.#isPrepared) await memory.aim(await writer.prepare());
      this.#isPrepared = true;
      const { rows, ...progress } = feed.next(BATCH);
      await allOf([writer.writeReadings(rows, now()), ...TIERS.map((tier) => this.#sumUp(tier, rows))]);
      if (progress.queueUntil !== null || progress.backfill !== null) await memory.confirm(progress);
      return rows.length;
    } catch (error) {
      // It may have been emptied, or be another one, when it is back.
      this.#isPrepared = false;
      throw error;
    }
  }

  /** Makes the summaries anew of every bucket that a reading falls into, so that late ones count too. */
  async #sumUp(tier: Tier, rows: readonly ReadingRow[]): Promise<void> {
    const points: Point[] = [];
    for (const [station, buckets] of bucketsOf(tier, rows)) {
      for (const run of runsOf(buckets, tier.width)) points.push(...(await this.#summariesOf(tier, station, run)));
    }
    await this.#parts.writer.writeSummaries(tier, points);
  }

  async #summariesOf(tier: Tier, station: SummedStation, run: readonly EpochMs[]): Promise<Point[]> {
    const { id, channels } = station;
    const [from = 0, last = 0] = [run[0], run.at(-1)];
    const figures = new Map<EpochMs, Figures[]>();
    const query = { station: id, channels, from, to: last + tier.width, width: tier.width, origin: tier.origin };
    for await (const { startsAt, channels: columns } of this.#parts.ledger.aggregate(query)) {
      startsAt.forEach((at, i) => {
        figures.set(
          at,
          columns.map(({ min, mean, max, count }) => ({
            min: orNull(min[i]),
            mean: orNull(mean[i]),
            max: orNull(max[i]),
            count: count[i] ?? 0,
          })),
        );
      });
    }
    return run.map((startsAt) => summaryPoint(station, startsAt, figures.get(startsAt) ?? []));
  }
}

/** Waits for all, also where one fails: a write left on its way could arrive after the next attempt's. */
async function allOf(writes: readonly Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(writes)) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
}

const orNull = (figure: number | undefined): number | null =>
  figure === undefined || Number.isNaN(figure) ? null : figure;

/** The buckets that readings fall into, by station. */
function bucketsOf({ width, origin }: Tier, rows: readonly ReadingRow[]): Map<SummedStation, Set<EpochMs>> {
  const stations = new Map<StationId, SummedStation>();
  const buckets = new Map<SummedStation, Set<EpochMs>>();
  for (const row of rows) {
    const station = stations.get(row.station) ?? { id: row.station, channels: row.channels };
    stations.set(station.id, station);
    const ofStation = buckets.get(station) ?? new Set();
    buckets.set(station, ofStation.add(origin + Math.floor((row.sampledAt - origin) / width) * width));
  }
  return buckets;
}

/** Buckets that follow on each other are read at one go. */
function runsOf(buckets: ReadonlySet<EpochMs>, width: number): EpochMs[][] {
  const runs: EpochMs[][] = [];
  for (const startsAt of [...buckets].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.at(-1) === startsAt - width) run.push(startsAt);
    else runs.push([startsAt]);
  }
  return runs;
}
