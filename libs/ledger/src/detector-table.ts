import type { DetectorMemory, DetectorState, Span } from '@clearwell/detect';
import type { Episode, EpochMs, QualifiedReading, StationId } from '@clearwell/water-quality';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { EpisodeTable } from './episode-table.ts';
import type { ReadingTable } from './reading-table.ts';
import type { StationTable } from './station-table.ts';

/** Keeps what the engine remembers, inside the transaction that stores the readings it judged. */
export class DetectorTable implements DetectorMemory {
  readonly #stations: StationTable;
  readonly #readings: ReadingTable;
  readonly #sql: Record<
    'newest' | 'keep' | 'forget' | 'before' | 'from' | 'places' | 'keepCheckpoint' | 'dropCheckpoint',
    StatementSync
  >;
  readonly #episodes: EpisodeTable;

  constructor(database: DatabaseSync, stations: StationTable, readings: ReadingTable, episodes: EpisodeTable) {
    this.#stations = stations;
    this.#readings = readings;
    this.#episodes = episodes;
    this.#sql = {
      newest: database.prepare('select judged_until, memory from detector where station = ?'),
      keep: database.prepare('insert or replace into detector values (?, ?, ?)'),
      forget: database.prepare('delete from detector where station = ?'),
      before: database.prepare(
        'select judged_until, memory from checkpoint where station = ? and judged_until < ? order by judged_until desc limit 1',
      ),
      from: database.prepare(
        'select judged_until, memory from checkpoint where station = ? and judged_until >= ? order by judged_until',
      ),
      places: database.prepare('select judged_until from checkpoint where station = ? order by judged_until'),
      keepCheckpoint: database.prepare('insert or replace into checkpoint values (?, ?, ?)'),
      dropCheckpoint: database.prepare('delete from checkpoint where station = ? and judged_until = ?'),
    };
  }

  newestState(id: StationId): DetectorState | null {
    const row = this.#sql.newest.get(this.#key(id));
    return row === undefined ? null : stateOf(row);
  }

  keepState(id: StationId, state: DetectorState): void {
    if (state.judgedUntil === null) this.#sql.forget.run(this.#key(id));
    else this.#sql.keep.run(this.#key(id), state.judgedUntil, textOf(state));
  }

  checkpointBefore(id: StationId, at: EpochMs): DetectorState | null {
    const row = this.#sql.before.get(this.#key(id), at);
    return row === undefined ? null : stateOf(row);
  }

  keepCheckpoint(id: StationId, state: DetectorState): void {
    if (state.judgedUntil === null) return;
    this.#sql.keepCheckpoint.run(this.#key(id), state.judgedUntil, textOf(state));
  }

  checkpointsFrom(id: StationId, at: EpochMs): readonly DetectorState[] {
    return this.#sql.from.all(this.#key(id), at).map(stateOf);
  }

  checkpointPlaces(id: StationId): readonly EpochMs[] {
    return this.#sql.places.all(this.#key(id)).map((row) => row['judged_until'] as number);
  }

  dropCheckpoint(id: StationId, place: EpochMs): void {
    this.#sql.dropCheckpoint.run(this.#key(id), place);
  }

  readingsAfter(id: StationId, after: EpochMs): Iterable<QualifiedReading> {
    return this.#readings.after(id, after);
  }

  keepEpisode(episode: Episode, now: EpochMs): void {
    this.#episodes.keep(episode, now);
  }

  withdrawEpisodes(id: StationId, raised: Span, now: EpochMs): readonly Episode[] {
    return this.#episodes.withdraw(id, raised, now);
  }

  #key(id: StationId): number {
    return this.#stations.layout(id).key;
  }
}

const textOf = ({ liveUntil, memories }: DetectorState): string => JSON.stringify({ liveUntil, memories });

/** The ledger's own rows are trusted: they were written from domain values. */
function stateOf(row: Record<string, SQLOutputValue>): DetectorState {
  const kept = JSON.parse(row['memory'] as string) as Omit<DetectorState, 'judgedUntil'>;
  return { judgedUntil: row['judged_until'] as number, ...kept };
}
