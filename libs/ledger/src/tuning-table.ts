import type { TuningStore } from '@clearwell/stations';
import type { StationId, Tuning } from '@clearwell/water-quality';
import type { DatabaseSync } from 'node:sqlite';

/** How far event thresholds were moved; only ever added to. */
export class TuningTable implements TuningStore {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  all(): readonly Tuning[] {
    return this.#database
      .prepare('select * from tuning order by revision')
      .all()
      .map((row) => ({
        station: row['station'] as StationId,
        from: row['valid_from'] as number,
        lift: row['lift'] as number,
        key: row['key'] as string,
        recordedAt: row['recorded_at'] as number,
        by: row['recorded_by'] as string,
      }));
  }

  add({ station, from, lift, key, recordedAt, by }: Tuning): void {
    this.#database
      .prepare(
        'insert into tuning (station, valid_from, lift, key, recorded_at, recorded_by) values (?, ?, ?, ?, ?, ?)',
      )
      .run(station, from, lift, key, recordedAt, by);
  }
}
