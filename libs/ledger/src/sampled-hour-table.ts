import { HOUR, type EpochMs } from '@clearwell/water-quality';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** What came of one hour of sampling, over all stations. */
export interface SampledHour {
  /** When it begins. */
  readonly at: EpochMs;
  readonly readings: number;
  /** Grows with everything that comes, also with what only changes a reading. */
  readonly changes: number;
}

/** Counts readings by the hour they were sampled in: how dense history is, and whether an old day has changed. */
export class SampledHourTable {
  readonly #note: StatementSync;
  readonly #between: StatementSync;

  constructor(database: DatabaseSync) {
    this.#note = database.prepare(
      `insert into sampled_hour values (?, ?, 1)
       on conflict (hour) do update set readings = readings + excluded.readings, changes = changes + 1`,
    );
    this.#between = database.prepare('select * from sampled_hour where hour >= ? and hour < ? order by hour');
  }

  note(sampledAt: EpochMs, isNew: boolean): void {
    this.#note.run(Math.floor(sampledAt / HOUR), Number(isNew));
  }

  /** Hours that touch the span and have readings, oldest first. */
  between(from: EpochMs, to: EpochMs): SampledHour[] {
    return this.#between.all(Math.floor(from / HOUR), Math.ceil(to / HOUR)).map((row) => ({
      at: (row['hour'] as number) * HOUR,
      readings: row['readings'] as number,
      changes: row['changes'] as number,
    }));
  }
}
