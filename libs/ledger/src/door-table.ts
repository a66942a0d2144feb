import { DAY, type ChannelKey, type EpochMs, type StationId } from '@clearwell/water-quality';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LedgerDatabase } from './schema.ts';
import type { StationTable } from './station-table.ts';

export interface RejectionRow {
  readonly receivedAt: EpochMs;
  readonly topic: string;
  readonly station: StationId | null;
  readonly reason: string;
  readonly detail: string;
  /** Place in its batch, from 0. */
  readonly place: number | null;
  readonly raw: Uint8Array;
}

export interface ParkedRow {
  readonly receivedAt: EpochMs;
  readonly region: string;
  readonly station: StationId;
  readonly topic: string;
  readonly payload: Uint8Array;
}

export interface ParkedStation {
  readonly region: string;
  readonly station: StationId;
  readonly messages: number;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
}

export interface StationEventRow {
  readonly at: EpochMs;
  readonly kind: string;
  readonly state: string;
  /** Null: all of the station. */
  readonly channels: readonly ChannelKey[] | null;
}

export interface LinkChange {
  readonly station: StationId;
  readonly at: EpochMs;
  readonly online: boolean;
}

const LINK_CHANGES_KEPT = 2 * DAY;

/** The newest rejections are kept, this many, and all that are a fault of Clearwell: they were acknowledged. */
const REJECTIONS_KEPT = 50_000;
const UNKEEPABLE = 'unkeepable';
/** Messages that may wait for one unknown station, and for all of them together, to be adopted. */
export const PARKED_PER_STATION = 2_000;
export const PARKED_IN_ALL = 20_000;

/** What the door noted: refusals, messages of unknown stations, what stations said of themselves, and the tallies. */
export class DoorTable {
  readonly #stations: StationTable;
  readonly #kysely: LedgerDatabase;
  readonly #sql: Record<
    | 'reject'
    | 'trim'
    | 'park'
    | 'parkedOf'
    | 'parkedAll'
    | 'takeParked'
    | 'newestParked'
    | 'link'
    | 'linkChange'
    | 'trimLink'
    | 'linkChanges'
    | 'event'
    | 'eventsBetween'
    | 'lastEvent'
    | 'tally'
    | 'tallies',
    StatementSync
  >;

  constructor(database: DatabaseSync, kysely: LedgerDatabase, stations: StationTable) {
    this.#stations = stations;
    this.#kysely = kysely;
    this.#sql = {
      reject: database.prepare(
        'insert into rejection (received_at, topic, station, reason, detail, place, raw) values (?, ?, ?, ?, ?, ?, ?)',
      ),
      trim: database.prepare(`delete from rejection where id <= ? and reason <> '${UNKEEPABLE}'`),
      park: database.prepare(
        'insert into parked (region, station, received_at, topic, payload) values (?, ?, ?, ?, ?)',
      ),
      parkedOf: database.prepare('select count(*) as n from parked where station = ?'),
      takeParked: database.prepare('delete from parked where station = ? returning topic, payload, received_at'),
      newestParked: database.prepare('select payload from parked where station = ? order by id desc limit ?'),
      parkedAll: database.prepare('select count(*) as n from parked'),
      link: database.prepare('insert or replace into link values (?, ?, ?, ?)'),
      linkChange: database.prepare('insert or replace into link_change values (?, ?, ?)'),
      trimLink: database.prepare('delete from link_change where station = ? and at < ?'),
      linkChanges: database.prepare(
        'select id, at, online from link_change join station on key = station order by at, id',
      ),
      event: database.prepare('insert or ignore into station_event values (?, ?, ?, ?, ?, ?)'),
      eventsBetween: database.prepare(
        'select at, kind, state, document from station_event where station = ? and at >= ? and at < ? order by at, kind, state',
      ),
      lastEvent: database.prepare(
        'select max(at) as at from station_event where station = ? and kind = ? and state = ? and at <= ?',
      ),
      tally: database.prepare('insert into tally values (?, ?) on conflict (name) do update set n = n + excluded.n'),
      tallies: database.prepare('select name, n from tally'),
    };
  }

  reject(row: RejectionRow): void {
    const { lastInsertRowid } = this.#sql.reject.run(
      row.receivedAt,
      row.topic,
      row.station,
      row.reason,
      row.detail,
      row.place,
      row.raw,
    );
    this.#sql.trim.run(Number(lastInsertRowid) - REJECTIONS_KEPT);
  }

  /** False when too many wait already. */
  park(row: ParkedRow): boolean {
    const count = (statement: StatementSync, ...of: string[]): number => Number(statement.get(...of)?.['n']);
    if (count(this.#sql.parkedOf, row.station) >= PARKED_PER_STATION) return false;
    if (count(this.#sql.parkedAll) >= PARKED_IN_ALL) return false;
    this.#sql.park.run(row.region, row.station, row.receivedAt, row.topic, row.payload);
    return true;
  }

  /** Gives back what waited for a station, oldest first, and keeps it no longer. */
  takeParked(id: StationId): readonly Pick<ParkedRow, 'topic' | 'payload' | 'receivedAt'>[] {
    return this.#sql.takeParked
      .all(id)
      .map((row) => ({
        topic: row['topic'] as string,
        payload: row['payload'] as Uint8Array,
        receivedAt: row['received_at'] as number,
      }))
      .sort((a, b) => a.receivedAt - b.receivedAt);
  }

  /** What came last from a station that waits. */
  newestParked(id: StationId, limit: number): readonly Uint8Array[] {
    return this.#sql.newestParked.all(id, limit).map((row) => row['payload'] as Uint8Array);
  }

  keepLink(id: StationId, online: boolean, receivedAt: EpochMs, document: object): void {
    const { key } = this.#stations.layout(id);
    this.#sql.link.run(key, Number(online), receivedAt, JSON.stringify(document));
    this.#sql.linkChange.run(key, receivedAt, Number(online));
    this.#sql.trimLink.run(key, receivedAt - LINK_CHANGES_KEPT);
  }

  /** What stations said of their connections lately, in order. */
  linkChanges(): readonly LinkChange[] {
    return this.#sql.linkChanges.all().map((row) => ({
      station: row['id'] as StationId,
      at: row['at'] as number,
      online: row['online'] === 1,
    }));
  }

  keepEvent(id: StationId, event: { at: EpochMs; kind: string; state: string }, receivedAt: EpochMs): void {
    const key = this.#stations.layout(id).key;
    this.#sql.event.run(key, event.at, event.kind, event.state, receivedAt, JSON.stringify(event));
  }

  /** What a station said of work on it and of its power, in a span, in order. */
  eventsBetween(id: StationId, from: EpochMs, to: EpochMs): readonly StationEventRow[] {
    return this.#sql.eventsBetween.all(this.#stations.layout(id).key, from, to).map((row) => {
      const { channels = null } = JSON.parse(row['document'] as string) as Partial<StationEventRow>;
      return { at: row['at'] as number, kind: row['kind'] as string, state: row['state'] as string, channels };
    });
  }

  /** When a station last said something of a kind; null: never. */
  lastEvent(id: StationId, { kind, state }: Pick<StationEventRow, 'kind' | 'state'>, until: EpochMs): EpochMs | null {
    const row = this.#sql.lastEvent.get(this.#stations.layout(id).key, kind, state, until);
    return (row?.['at'] as number | null | undefined) ?? null;
  }

  /** Adds to the tallies, which go on over restarts. */
  count(tallies: ReadonlyMap<string, number>): void {
    for (const [name, n] of tallies) this.#sql.tally.run(name, n);
  }

  tallies(): ReadonlyMap<string, number> {
    return new Map(this.#sql.tallies.all().map((row) => [row['name'] as string, row['n'] as number]));
  }

  async recentRejections(limit: number): Promise<readonly Omit<RejectionRow, 'station' | 'raw'>[]> {
    const rows = await this.#kysely
      .selectFrom('rejection')
      .select(['received_at', 'topic', 'reason', 'detail', 'place'])
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ received_at, ...row }) => ({ receivedAt: received_at, ...row }));
  }

  async parkedStations(): Promise<readonly ParkedStation[]> {
    const rows = await this.#kysely
      .selectFrom('parked')
      .select(({ fn }) => [
        'region',
        'station',
        fn.countAll<number>().as('messages'),
        fn.min('received_at').as('firstAt'),
        fn.max('received_at').as('lastAt'),
      ])
      .groupBy(['region', 'station'])
      .orderBy('lastAt', 'desc')
      .execute();
    return rows.map((row) => ({ ...row, station: row.station as StationId }));
  }
}
