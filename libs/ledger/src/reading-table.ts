import {
  contentOf,
  isFlaggedAlike,
  isKnown,
  settle,
  type ChannelKey,
  type EpochMs,
  type QualifiedReading,
  type QualityTest,
  type Reading,
  type StationId,
} from '@clearwell/water-quality';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { READING_COLUMNS, fromRow, testsOf, toRow, type Row } from './reading-row.ts';
import type { ReplicationTable } from './replication-table.ts';
import type { SampledHourTable } from './sampled-hour-table.ts';
import { VALUE_COLUMNS } from './schema.ts';
import type { Layout, StationTable } from './station-table.ts';

/** What storing a reading came to, and the reading to judge if what is stored changed. */
export interface Placement {
  readonly outcome: 'stored' | 'duplicate' | 'merged' | 'conflicting';
  readonly changed: QualifiedReading | null;
}

/** @param stored what stands there, when `reading` is what it and another version make together */
export type Qualify = (reading: Reading, stored: QualifiedReading | null) => QualifiedReading;

/** Whether they are judged alike: the same values, of the same quality. */
const isSame = (a: QualifiedReading, b: QualifiedReading): boolean =>
  contentOf(a) === contentOf(b) &&
  (Object.keys(a.quality) as ChannelKey[]).every((channel) => a.quality[channel]?.flag === b.quality[channel]?.flag);

export class ReadingTable {
  readonly #database: DatabaseSync;
  readonly #stations: StationTable;
  readonly #replication: ReplicationTable;
  readonly #hours: SampledHourTable;
  /** By number of slots: a row binds only the columns its station has. */
  readonly #inserts = new Map<string, StatementSync>();
  readonly #find: StatementSync;
  readonly #latest: StatementSync;
  readonly #after: StatementSync;
  readonly #between: StatementSync;
  readonly #tested: StatementSync;
  readonly #versions: StatementSync;
  readonly #keepVersion: StatementSync;

  constructor(database: DatabaseSync, stations: StationTable, replication: ReplicationTable, hours: SampledHourTable) {
    this.#database = database;
    this.#stations = stations;
    this.#replication = replication;
    this.#hours = hours;
    this.#find = database.prepare('select * from reading where station = ? and sampled_at = ?');
    this.#latest = database.prepare(
      'select * from reading where station = ? and ahead = 0 order by sampled_at desc limit 1',
    );
    this.#after = database.prepare(
      'select * from reading where station = ? and sampled_at > ? and ahead = 0 order by sampled_at',
    );
    this.#between = database.prepare(
      'select * from reading where station = ? and sampled_at >= ? and sampled_at < ? and ahead = 0 order by sampled_at',
    );
    this.#tested = database.prepare(
      'select sampled_at, tests from reading where station = ? and sampled_at >= ? and sampled_at < ? and tests is not null',
    );
    this.#versions = database.prepare('select reading from version where station = ? and sampled_at = ?');
    this.#keepVersion = database.prepare('insert or replace into version values (?, ?, ?, ?)');
  }

  /** Stores a reading, or settles it with the one already there: `qualify` is asked again when the two become one. */
  place(reading: QualifiedReading, qualify: Qualify): Placement {
    const placement = this.#insertOrSettle(reading, qualify);
    if (placement.changed?.timing === 'judged') this.#hours.note(reading.sampledAt, placement.outcome === 'stored');
    return placement;
  }

  #insertOrSettle(reading: QualifiedReading, qualify: Qualify): Placement {
    const layout = this.#stations.layout(reading.station);
    const result = this.#insert('or ignore', layout).run(...toRow(layout, reading));
    if (result.changes === 1) {
      this.#replication.note(layout.key, reading.sampledAt, reading.receivedAt);
      return { outcome: 'stored', changed: reading };
    }
    return this.#settle(layout, reading, qualify);
  }

  #settle(layout: Layout, incoming: QualifiedReading, qualify: Qualify): Placement {
    const { key } = layout;
    const stored = fromRow(incoming.station, layout, this.#find.get(key, incoming.sampledAt) as Row);
    const kept = this.#versionsOf(key, incoming.sampledAt);
    const versions = kept.length > 0 ? kept : [stored];
    if (isKnown(versions, incoming)) return { outcome: 'duplicate', changed: null };
    const settlement = settle(versions, incoming);
    if (settlement.versions.length > 1) this.#keepVersions(key, settlement.versions);
    const standing = qualify(settlement.standing, stored);
    this.#insert('or replace', layout).run(...toRow(layout, standing));
    this.#replication.note(key, standing.sampledAt, standing.receivedAt);
    return { outcome: settlement.outcome, changed: isSame(standing, stored) ? null : standing };
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

  /** Flags a stored reading anew. */
  flag(id: StationId, sampledAt: EpochMs, flag: (stored: QualifiedReading) => QualifiedReading): void {
    const layout = this.#stations.layout(id);
    const row = this.#find.get(layout.key, sampledAt);
    if (row === undefined) return;
    const stored = fromRow(id, layout, row);
    const flagged = flag(stored);
    if (isFlaggedAlike(stored, flagged)) return;
    this.#insert('or replace', layout).run(...toRow(layout, flagged));
    this.#replication.note(layout.key, sampledAt, stored.receivedAt);
    this.#hours.note(sampledAt, false);
  }

  /** The newest reading of a station that is not ahead of the clock. */
  latest(id: StationId): QualifiedReading | null {
    const layout = this.#stations.layout(id);
    const row = this.#latest.get(layout.key);
    return row === undefined ? null : fromRow(id, layout, row);
  }

  *after(id: StationId, after: EpochMs): Iterable<QualifiedReading> {
    const layout = this.#stations.layout(id);
    for (const row of this.#after.iterate(layout.key, Math.max(after, Number.MIN_SAFE_INTEGER))) {
      yield fromRow(id, layout, row);
    }
  }

  /** Readings of a station in a span of sampling time, in order. */
  between(id: StationId, from: EpochMs, to: EpochMs): readonly QualifiedReading[] {
    const layout = this.#stations.layout(id);
    return this.#between.all(layout.key, from, to).map((row) => fromRow(id, layout, row));
  }

  /** Which test set the flag of each value that is not good, by sampling time. */
  testsBetween(id: StationId, from: EpochMs, to: EpochMs): Map<EpochMs, Partial<Record<ChannelKey, QualityTest>>> {
    const rows = this.#tested.all(this.#stations.layout(id).key, from, to);
    return new Map(rows.map((row) => [row['sampled_at'] as number, testsOf(row)]));
  }

  #insert(mode: 'or ignore' | 'or replace', { slots }: Layout): StatementSync {
    const name = `${mode} ${String(slots.length)}`;
    const known = this.#inserts.get(name);
    if (known !== undefined) return known;
    const columns = [...READING_COLUMNS, ...VALUE_COLUMNS.slice(0, slots.length)];
    const statement = this.#database.prepare(
      `insert ${mode} into reading (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    );
    this.#inserts.set(name, statement);
    return statement;
  }
}
