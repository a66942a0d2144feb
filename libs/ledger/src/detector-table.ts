import type { DetectorMemory, DetectorState, JudgedPlace, Span } from '@clearwell/detect';
import type { Episode, EpochMs, QualifiedReading, QualityChange, StationId } from '@clearwell/water-quality';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { EpisodeTable } from './episode-table.ts';
import { packMemories, unpackMemories } from './packed-memories.ts';
import type { ReadingTable } from './reading-table.ts';
import type { StationTable } from './station-table.ts';

/** Keeps what the engine remembers, inside the transaction that stores the readings it judged. */
export class DetectorTable implements DetectorMemory {
  readonly #stations: StationTable;
  readonly #readings: ReadingTable;
  readonly #sql: Record<
    'place' | 'keep' | 'forget' | 'before' | 'at' | 'places' | 'keepCheckpoint' | 'dropCheckpoint',
    StatementSync
  >;
  readonly #episodes: EpisodeTable;

  constructor(database: DatabaseSync, stations: StationTable, readings: ReadingTable, episodes: EpisodeTable) {
    this.#stations = stations;
    this.#readings = readings;
    this.#episodes = episodes;
    const checkpoint = 'select judged_until, live_until, memory from checkpoint where station = ?';
    this.#sql = {
      place: database.prepare('select judged_until, live_until, detectors from judged where station = ?'),
      keep: database.prepare('insert or replace into judged values (?, ?, ?, ?)'),
      forget: database.prepare('delete from judged where station = ?'),
      before: database.prepare(`${checkpoint} and judged_until < ? order by judged_until desc limit 1`),
      at: database.prepare(`${checkpoint} and judged_until = ?`),
      places: database.prepare('select judged_until from checkpoint where station = ? order by judged_until'),
      keepCheckpoint: database.prepare('insert or replace into checkpoint values (?, ?, ?, ?)'),
      dropCheckpoint: database.prepare('delete from checkpoint where station = ? and judged_until = ?'),
    };
  }

  place(id: StationId): JudgedPlace | null {
    const row = this.#sql.place.get(this.#key(id));
    if (row === undefined) return null;
    const [judgedUntil, liveUntil] = [row['judged_until'] as number, row['live_until'] as number | null];
    return { judgedUntil, liveUntil, detectors: row['detectors'] as string };
  }

  keepPlace(id: StationId, place: JudgedPlace | null): void {
    if (place === null) this.#sql.forget.run(this.#key(id));
    else this.#sql.keep.run(this.#key(id), place.judgedUntil, place.liveUntil, place.detectors);
  }

  checkpointBefore(id: StationId, at: EpochMs): DetectorState | null {
    return stateOrNull(this.#sql.before.get(this.#key(id), at));
  }

  checkpointAt(id: StationId, place: EpochMs): DetectorState | null {
    return stateOrNull(this.#sql.at.get(this.#key(id), place));
  }

  keepCheckpoint(id: StationId, { judgedUntil, liveUntil, memories }: DetectorState): void {
    if (judgedUntil === null) return;
    this.#sql.keepCheckpoint.run(this.#key(id), judgedUntil, liveUntil, packMemories(memories));
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

  keepFlags(id: StationId, { sampledAt, flag }: QualityChange): void {
    this.#readings.flag(id, sampledAt, flag);
  }

  openEpisodes(id: StationId, until: EpochMs): readonly Episode[] {
    return this.#episodes.open(id, until);
  }

  #key(id: StationId): number {
    return this.#stations.layout(id).key;
  }
}

function stateOrNull(row: Record<string, SQLOutputValue> | undefined): DetectorState | null {
  if (row === undefined) return null;
  return {
    judgedUntil: row['judged_until'] as number,
    liveUntil: row['live_until'] as number | null,
    memories: unpackMemories(row['memory'] as Uint8Array),
  };
}
