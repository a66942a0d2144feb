import type { EpochMs, StationId } from '@clearwell/water-quality';
import type {
  AggregateChunk,
  AggregateQuery,
  History,
  LatestQuery,
  LatestReading,
  RangeChunk,
  RangeQuery,
  SweepChunk,
  SweepQuery,
} from './history.ts';

/** Whether the long-term store has everything the ledger has of some stations, sampled in a span, and answers. */
export type HasAll = (stations: readonly StationId[], from: EpochMs, to: EpochMs) => boolean;

/**
 * Two stores as one. The long-term store answers what it has; the ledger's own file answers while anything that is
 * asked for still waits to be replicated, and where the long-term store fails before its first chunk.
 */
export class CompleteHistory implements History {
  readonly #ledger: History;
  readonly #longTerm: History;
  readonly #hasAll: HasAll;

  constructor(ledger: History, longTerm: History, hasAll: HasAll) {
    this.#ledger = ledger;
    this.#longTerm = longTerm;
    this.#hasAll = hasAll;
  }

  range(query: RangeQuery): AsyncIterable<RangeChunk> {
    const { station, from, to } = query;
    return this.#chunks(this.#hasAll([station], from, to), (store) => store.range(query));
  }

  aggregate(query: AggregateQuery): AsyncIterable<AggregateChunk> {
    const { station, from, to, width } = query;
    // The buckets reach beyond the span by less than their width.
    return this.#chunks(this.#hasAll([station], from - width, to + width), (store) => store.aggregate(query));
  }

  sweep(query: SweepQuery): AsyncIterable<SweepChunk> {
    const ids = query.stations.map(({ station }) => station);
    return this.#chunks(this.#hasAll(ids, query.from, query.to), (store) => store.sweep(query));
  }

  async latest(query: LatestQuery): Promise<readonly LatestReading[]> {
    const ids = query.stations;
    if (!this.#hasAll(ids, -Infinity, Infinity)) return this.#ledger.latest(query);
    try {
      return await this.#longTerm.latest(query);
    } catch {
      return this.#ledger.latest(query);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#ledger.close(), this.#longTerm.close()]);
  }

  async *#chunks<Chunk>(fromLongTerm: boolean, ask: (store: History) => AsyncIterable<Chunk>): AsyncGenerator<Chunk> {
    let given = 0;
    if (fromLongTerm) {
      try {
        for await (const chunk of ask(this.#longTerm)) {
          given += 1;
          yield chunk;
        }
        return;
      } catch (error) {
        // What was given can't be taken back.
        if (given > 0) throw error;
      }
    }
    yield* ask(this.#ledger);
  }
}
