import type { BookRecords, Changes } from '@clearwell/alerts';
import type {
  ActAnswer,
  Alert,
  AlertChange,
  AlertId,
  EpochMs,
  Measurement,
  Mute,
  TimelineEntry,
  WorkWindow,
} from '@clearwell/water-quality';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { alertQuery, type AlertFilter } from './alert-query.ts';
import type { LedgerDatabase } from './schema.ts';

/** Alerts as they stand, with their timelines, the windows and mutes, and what acts were answered. */
export class AlertTable {
  readonly #kysely: LedgerDatabase;
  readonly #sql: Record<
    | 'keep'
    | 'leaveStations'
    | 'joinStation'
    | 'note'
    | 'keepWindow'
    | 'keepMute'
    | 'keepAnswer'
    | 'open'
    | 'windows'
    | 'mutes'
    | 'answers'
    | 'get'
    | 'timeline'
    | 'opened'
    | 'members'
    | 'keepMeasurement'
    | 'measurements',
    StatementSync
  >;

  constructor(database: DatabaseSync, kysely: LedgerDatabase) {
    this.#kysely = kysely;
    this.#sql = {
      // Not `or replace`: that would take the row away from under its timeline.
      keep: database.prepare(
        `insert into alert (id, key, kind, handling, condition, level, assignee, started_at, ended_at, opened_at, closed_at,
           revision, part_of, record)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (id) do update set handling = excluded.handling, condition = excluded.condition,
           level = excluded.level, assignee = excluded.assignee, started_at = excluded.started_at,
           ended_at = excluded.ended_at, closed_at = excluded.closed_at, revision = excluded.revision,
           part_of = excluded.part_of, record = excluded.record`,
      ),
      leaveStations: database.prepare('delete from alert_station where alert = ?'),
      joinStation: database.prepare('insert or ignore into alert_station (station, alert) values (?, ?)'),
      note: database.prepare(
        'insert into alert_timeline (alert, revision, place, at, what, entry) values (?, ?, ?, ?, ?, ?)',
      ),
      keepWindow: database.prepare('insert or replace into work_window values (?, ?, ?, ?, ?, ?)'),
      keepMute: database.prepare('insert or replace into mute values (?, ?, ?, ?, ?)'),
      keepAnswer: database.prepare('insert or replace into act_answer values (?, ?, ?)'),
      open: database.prepare(
        `select record from alert where handling <> 'closed' or condition <> 'cleared'
         union all
         select record from alert where handling = 'closed' and condition = 'cleared' and closed_at >= ?`,
      ),
      windows: database.prepare('select record from work_window where ended_at is null or ended_at >= ?'),
      mutes: database.prepare('select record from mute where ended_at is null'),
      answers: database.prepare('select record from act_answer where at >= ?'),
      get: database.prepare('select record from alert where id = ?'),
      timeline: database.prepare('select entry as record from alert_timeline where alert = ? order by revision, place'),
      members: database.prepare('select id from alert where part_of = ? order by id'),
      keepMeasurement: database.prepare('insert into measurement values (?, ?, ?, ?)'),
      measurements: database.prepare('select record from measurement where alert = ? order by taken_at, key'),
      opened: database.prepare(
        'select record from alert where opened_at >= ? and opened_at < ? order by opened_at, id',
      ),
    };
  }

  /** What a book needs to go on: of what is over, that which ended, or was answered, at `since` or after. */
  open(since: EpochMs): BookRecords {
    return {
      alerts: records<Alert>(this.#sql.open, since),
      windows: records<WorkWindow>(this.#sql.windows, since),
      mutes: records<Mute>(this.#sql.mutes),
      answers: records<ActAnswer>(this.#sql.answers, since),
    };
  }

  /** In the transaction of whatever changed them. */
  keep({ alerts, windows, mutes, answers }: Changes): void {
    for (const change of alerts) this.#keepAlert(change);
    for (const window of windows) {
      const { id, station, from, until, endedAt } = window;
      this.#sql.keepWindow.run(id, station, from, until, endedAt, JSON.stringify(window));
    }
    for (const mute of mutes) {
      const { id, from, until, endedAt } = mute;
      this.#sql.keepMute.run(id, from, until, endedAt, JSON.stringify(mute));
    }
    for (const answer of answers) this.#sql.keepAnswer.run(answer.key, answer.at, JSON.stringify(answer));
  }

  get(id: AlertId): Alert | undefined {
    return records<Alert>(this.#sql.get, id)[0];
  }

  /** Oldest first. */
  timelineOf(id: AlertId): readonly TimelineEntry[] {
    return records<TimelineEntry>(this.#sql.timeline, id);
  }

  /** Those that are part of one. */
  membersOf(id: AlertId): readonly AlertId[] {
    return this.#sql.members.all(id).map((row) => row['id'] as AlertId);
  }

  keepMeasurement(id: AlertId, measurement: Measurement): void {
    this.#sql.keepMeasurement.run(measurement.key, id, measurement.takenAt, JSON.stringify(measurement));
  }

  /** By the time they were taken. */
  measurementsOf(id: AlertId): readonly Measurement[] {
    return records<Measurement>(this.#sql.measurements, id);
  }

  /** Those opened in a span, oldest first. */
  openedBetween(from: EpochMs, to: EpochMs): readonly Alert[] {
    return records<Alert>(this.#sql.opened, from, to);
  }

  /** Those a filter lets through, the newest opened first. */
  async list(filter: AlertFilter = {}): Promise<readonly Alert[]> {
    const rows = await alertQuery(this.#kysely, filter).execute();
    return rows.map(({ record }) => JSON.parse(record) as Alert);
  }

  #keepAlert({ alert, before, timeline }: AlertChange): void {
    const { id, key, kind, handling, condition, level, assignee, start, end, openedAt, closedAt, revision } = alert;
    const found = [id, key, kind, handling, condition, level, assignee, start, end, openedAt, closedAt, revision];
    this.#sql.keep.run(...found, alert.partOf, JSON.stringify(alert));
    if (alert.stations !== before?.stations) {
      this.#sql.leaveStations.run(id);
      for (const station of alert.stations) this.#sql.joinStation.run(station, id);
    }
    for (const entry of timeline)
      this.#sql.note.run(id, entry.revision, entry.place, entry.at, entry.what, JSON.stringify(entry));
  }
}

const records = <T>(statement: StatementSync, ...of: readonly SQLInputValue[]): T[] =>
  statement.all(...of).map((row) => JSON.parse(row['record'] as string) as T);
