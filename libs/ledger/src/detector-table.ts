import type { DetectorMemory, DetectorState } from '@clearwell/detect';
import { DAY, type Episode, type EpochMs, type QualifiedReading, type StationId } from '@clearwell/water-quality';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { EpisodeTable } from './episode-table.ts';
import type { ReadingTable } from './reading-table.ts';
import type { StationTable } from './station-table.ts';

/** Checkpoints older than this behind the newest are of no use: what comes later than that is rare enough to fold longer. */
const CHECKPOINTS_KEPT = 30 * DAY;

/** Keeps what the engine remembers, inside the transaction that stores the readings it judged. */
export class DetectorTable implements DetectorMemory {
  readonly #stations: StationTable;
  readonly #readings: ReadingTable;
  readonly #sql: Record<
    'newest' | 'keep' | 'forget' | 'before' | 'keepCheckpoint' | 'dropFrom' | 'dropOld',
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
      keepCheckpoint: database.prepare('insert or replace into checkpoint values (?, ?, ?)'),
      dropFrom: database.prepare('delete from checkpoint where station = ? and judged_until >= ?'),
      dropOld: database.prepare('delete from checkpoint where station = ? and judged_until < ?'),
    };
  }

  newestState(id: StationId): DetectorState | null {
    return stateOf(this.#sql.newest.get(this.#key(id)));
  }

  keepState(id: StationId, state: DetectorState): void {
    if (state.judgedUntil === null) this.#sql.forget.run(this.#key(id));
    else this.#sql.keep.run(this.#key(id), state.judgedUntil, JSON.stringify(state.limits));
  }

  checkpointBefore(id: StationId, at: EpochMs): DetectorState | null {
    return stateOf(this.#sql.before.get(this.#key(id), at));
  }

  keepCheckpoint(id: StationId, state: DetectorState): void {
    if (state.judgedUntil === null) return;
    const key = this.#key(id);
    this.#sql.keepCheckpoint.run(key, state.judgedUntil, JSON.stringify(state.limits));
    this.#sql.dropOld.run(key, state.judgedUntil - CHECKPOINTS_KEPT);
  }

  dropCheckpointsFrom(id: StationId, at: EpochMs): void {
    this.#sql.dropFrom.run(this.#key(id), at);
  }

  readingsAfter(id: StationId, after: EpochMs): Iterable<QualifiedReading> {
    return this.#readings.after(id, after);
  }

  keepEpisode(episode: Episode, now: EpochMs): void {
    this.#episodes.keep(episode, now);
  }

  withdrawEpisodesRaisedAfter(id: StationId, after: EpochMs, now: EpochMs): void {
    this.#episodes.withdrawRaisedAfter(id, after, now);
  }

  #key(id: StationId): number {
    return this.#stations.layout(id).key;
  }
}

function stateOf(row: Record<string, SQLOutputValue> | undefined): DetectorState | null {
  if (row === undefined) return null;
  return {
    judgedUntil: row['judged_until'] as number,
    limits: JSON.parse(row['memory'] as string) as DetectorState['limits'],
  };
}
