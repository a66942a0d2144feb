import { HttpError, type Point, type WriteApi } from '@influxdata/influxdb-client';
import { DAY, HOUR, type EpochMs } from '@clearwell/water-quality';
import { describeRefusal, InfluxError, prepareBuckets } from './influx-door.ts';
import { connect, readingPoint, tierBucket, type InfluxSettings, type ReadingRow, type Tier } from './influx-schema.ts';

/** One request holds this many points at most. */
const POINTS_AT_ONCE = 5_000;

/** InfluxDB refuses what it would expire at once; it goes by its own clock, so a little more is left out. */
const EXPIRY_MARGIN = HOUR;

/** Writes to InfluxDB and returns when it has confirmed. Nothing is kept back or tried again here: the ledger does that. */
export class InfluxWriter {
  readonly #settings: InfluxSettings;
  readonly #apis = new Map<string, WriteApi>();

  constructor(settings: InfluxSettings) {
    this.#settings = settings;
  }

  /**
   * Makes the buckets where they are missing.
   * @returns what names this store: an emptied one has another name
   * @throws InfluxError
   */
  prepare(): Promise<string> {
    return prepareBuckets(this.#settings);
  }

  /**
   * Readings, all of them or an error; to write one again changes nothing.
   * @param now InfluxDB's time, to leave out what it no longer keeps
   * @throws InfluxError
   */
  async writeReadings(rows: readonly ReadingRow[], now: EpochMs): Promise<void> {
    const { retentionDays, bucket } = this.#settings;
    const oldest = retentionDays === null ? -Infinity : now - retentionDays * DAY + EXPIRY_MARGIN;
    await this.#write(bucket, rows.filter((row) => row.sampledAt > oldest).map(readingPoint));
  }

  /** @throws InfluxError */
  writeSummaries(tier: Tier, points: readonly Point[]): Promise<void> {
    return this.#write(tierBucket(this.#settings, tier), points);
  }

  async #write(bucket: string, points: readonly Point[]): Promise<void> {
    const api = this.#apiOf(bucket);
    try {
      for (let i = 0; i < points.length; i += POINTS_AT_ONCE) {
        api.writePoints(points.slice(i, i + POINTS_AT_ONCE));
        await api.flush();
      }
    } catch (error) {
      throw this.#describe(error);
    }
  }

  #apiOf(bucket: string): WriteApi {
    const known = this.#apis.get(bucket);
    if (known !== undefined) return known;
    const api = connect(this.#settings).getWriteApi(this.#settings.org, bucket, 'ms', {
      batchSize: POINTS_AT_ONCE + 1,
      maxBatchBytes: 2 ** 30,
      flushInterval: 0,
      maxRetries: 0,
      // To pack it takes longer than to send it within a house.
      gzipThreshold: 2 ** 30,
      // Otherwise it prints what is thrown as well.
      writeFailed: (error) => Promise.reject(error),
    });
    this.#apis.set(bucket, api);
    return api;
  }

  #describe(error: unknown): InfluxError {
    const cause = { cause: error };
    if (error instanceof HttpError) {
      const said = (error.json as { message?: string } | undefined)?.message ?? error.statusMessage ?? '';
      return new InfluxError(describeRefusal(this.#settings, error.statusCode, said), cause);
    }
    return new InfluxError(`nothing answers at ${this.#settings.url}`, cause);
  }
}
