import type { Incident } from '@clearwell/detect';
import type { EpochMs } from '@clearwell/water-quality';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Incidents as the desk knows them, so that it goes on after a restart. */
export class IncidentTable {
  readonly #sql: Record<'keep' | 'since' | 'forget', StatementSync>;

  constructor(database: DatabaseSync) {
    this.#sql = {
      keep: database.prepare('insert or replace into incident values (?, ?, ?)'),
      since: database.prepare(
        "select record from incident where until_at >= ? order by json_extract(record, '$.saidAt'), id",
      ),
      forget: database.prepare('delete from incident where until_at < ?'),
    };
  }

  keep({ hints, alerts, ...incident }: Incident): void {
    const record = { ...incident, hints: [...hints], alerts: [...alerts] };
    this.#sql.keep.run(incident.id, incident.current.until, JSON.stringify(record));
  }

  /** Those that went on at an instant or after it, in the order they were said. */
  since(from: EpochMs): Incident[] {
    return this.#sql.since.all(from).map((row) => {
      const record = JSON.parse(row['record'] as string) as Kept;
      return { ...record, hints: new Set(record.hints), alerts: new Set(record.alerts) };
    });
  }

  forget(before: EpochMs): void {
    this.#sql.forget.run(before);
  }
}

interface Kept extends Omit<Incident, 'hints' | 'alerts'> {
  readonly hints: readonly string[];
  readonly alerts: readonly string[];
}
