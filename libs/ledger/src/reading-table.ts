import {
  contentOf,
  isKnown,
  settle,
  type EpochMs,
  type QualifiedReading,
  type Reading,
  type Station,
  type StationId,
} from '@clearwell/water-quality';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { READING_COLUMNS, fromRow, toRow, type Row } from './reading-row.ts';
import type { SampledHourTable } from './sampled-hour-table.ts';
import { VALUE_COLUMNS } from './schema.ts';
import type { StationTable } from './station-table.ts';

/** What storing a reading came to, and the reading to judge if what is stored changed. */
export interface Placement {
  readonly outcome: 'stored' | 'duplicate' | 'merged' | 'conflicting';
  readonly changed: QualifiedReading | null;
}

export type Qualify = (reading: Reading, station: Station) => QualifiedReading;

export class ReadingTable {
  readonly #database: DatabaseSync;
  readonly #stations: StationTable;
  readonly #hours: SampledHourTable;
  /** By number of channels: a row binds only the columns its station has. */
  readonly #inserts = new Map<string, StatementSync>();
  readonly #find: StatementSync;
  readonly #latest: StatementSync;
  readonly #after: StatementSync;
  readonly #versions: StatementSync;
  readonly #keepVersion: StatementSync;

  constructor(database: DatabaseSync, stations: StationTable, hours: SampledHourTable) {
    this.#database = database;
    this.#stations = stations;
    this.#hours = hours;
    this.#find = database.prepare('select * from reading where station = ? and sampled_at = ?');
    this.#latest = database.prepare(
      'select * from reading where station = ? and ahead = 0 order by sampled_at desc limit 1',
    );
    this.#after = database.prepare(
      'select * from reading where station = ? and sampled_at > ? and ahead = 0 order by sampled_at',
    );
    this.#versions = database.prepare('select reading from version where station = ? and sampled_at = ?');
    this.#keepVersion = database.prepare('insert or replace into version values (?, ?, ?, ?)');
  }

  /** Stores a reading, or settles it with the one already there. `qualify` is asked again when the two become one. */
  place(reading: QualifiedReading, qualify: Qualify): Placement {
    const { key, station } = this.#stations.get(reading.station);
    const result = this.#insert('or ignore', station).run(...toRow(key, station.channels, reading));
    const placement: Placement =
      result.changes === 1 ? { outcome: 'stored', changed: reading } : this.#settle(key, station, reading, qualify);
    if (placement.changed?.timing === 'judged') this.#hours.note(reading.sampledAt, placement.outcome === 'stored');
    return placement;
  }

  #settle(key: number, station: Station, incoming: QualifiedReading, qualify: Qualify): Placement {
    const stored = fromRow(station.id, station.channels, this.#find.get(key, incoming.sampledAt) as Row);
    const kept = this.#versionsOf(key, incoming.sampledAt);
    const versions = kept.length > 0 ? kept : [stored];
    if (isKnown(versions, incoming)) return { outcome: 'duplicate', changed: null };
    const settlement = settle(versions, incoming);
    if (settlement.versions.length > 1) this.#keepVersions(key, settlement.versions);
    const standing = qualify(settlement.standing, station);
    this.#insert('or replace', station).run(...toRow(key, station.channels, standing));
    const isSame = contentOf(standing) === contentOf(stored);
    return { outcome: settlement.outcome, changed: isSame ? null : standing };
  }

  /** Kept only where there is more than one; a lone reading is its own version. */
  #versionsOf(key: number, sampledAt: EpochMs): Reading[] {
    return this.#versions.all(key, sampledAt).map((row) => JSON.parse(row['reading'] as string) as Reading);
  }

  #keepVersions(key: number, versions: readonly Reading[]): void {
    for (const version of versions) {
      const { station, sampledAt, receivedAt, boot, seq, historical, values, marks, device } = version;
      const reading: Reading = { station, sampledAt, receivedAt, boot, seq, historical, values, marks, device };
      this.#keepVersion.run(key, sampledAt, contentOf(version), JSON.stringify(reading));
    }
  }

  /** The newest reading of a station that is not ahead of the clock. */
  latest(id: StationId): QualifiedReading | null {
    const { key, station } = this.#stations.get(id);
    const row = this.#latest.get(key);
    return row === undefined ? null : fromRow(id, station.channels, row);
  }

  *after(id: StationId, after: EpochMs): Iterable<QualifiedReading> {
    const { key, station } = this.#stations.get(id);
    for (const row of this.#after.iterate(key, Math.max(after, Number.MIN_SAFE_INTEGER))) {
      yield fromRow(id, station.channels, row);
    }
  }

  #insert(mode: 'or ignore' | 'or replace', station: Station): StatementSync {
    const name = `${mode} ${String(station.channels.length)}`;
    const known = this.#inserts.get(name);
    if (known !== undefined) return known;
    const columns = [...READING_COLUMNS, ...VALUE_COLUMNS.slice(0, station.channels.length)];
    const statement = this.#database.prepare(
      `insert ${mode} into reading (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    );
    this.#inserts.set(name, statement);
    return statement;
  }
}
