import type { Span } from '@clearwell/detect';
import {
  stationId,
  type ChannelKey,
  type Episode,
  type EpisodeDetails,
  type EpochMs,
  type KnownEpisode,
  type FindingLevel,
  type StationId,
} from '@clearwell/water-quality';
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { StationTable } from './station-table.ts';

const IDENTITY = 'station = ? and rule = ? and channel = ? and started_at = ?';
const KNOWN = 'station, kind, rule, channel, started_at, level, raised_at, cleared_at, known_from';

/**
 * Episodes as they stand, and what was known of them before. What a judgement withdraws and finds again the same is
 * known without a break; what it changes or does not find again becomes a former episode.
 */
export class EpisodeTable {
  readonly #stations: StationTable;
  readonly #sql: Record<
    | 'standing'
    | 'keep'
    | 'retire'
    | 'restore'
    | 'forget'
    | 'retireRaised'
    | 'dropRaised'
    | 'open'
    | 'since'
    | 'between'
    | 'stands',
    StatementSync
  >;

  constructor(database: DatabaseSync, stations: StationTable) {
    this.#stations = stations;
    const retire = `insert or replace into former_episode (${KNOWN}, known_until) select ${KNOWN}, ? from episode`;
    this.#sql = {
      standing: database.prepare(`select level, raised_at, cleared_at, known_from from episode where ${IDENTITY}`),
      keep: database.prepare(
        `insert or replace into episode
           (station, rule, channel, started_at, kind, level, raised_at, detected_at, ended_at, worst, n, cleared_at, known_from,
            details)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      retire: database.prepare(`${retire} where ${IDENTITY} and known_from < ?`),
      restore: database.prepare(
        `select level, raised_at, cleared_at, known_from from former_episode where ${IDENTITY} and known_until = ?`,
      ),
      forget: database.prepare(`delete from former_episode where ${IDENTITY} and known_until = ?`),
      retireRaised: database.prepare(
        `${retire} where station = ? and raised_at > ? and raised_at <= ? and known_from < ?`,
      ),
      dropRaised: database.prepare(
        'delete from episode where station = ? and raised_at > ? and raised_at <= ? returning *',
      ),
      open: database.prepare('select * from episode where station = ? and raised_at <= ? and cleared_at is null'),
      since: database.prepare(
        `select s.id, e.* from episode e join station s on s.key = e.station
           where e.kind in ('event', 'hint', 'limit') and (e.cleared_at is null or e.cleared_at >= ?)
           order by e.raised_at, s.id, e.rule, e.channel`,
      ),
      between: database.prepare(
        `select s.id, e.* from (
           select ${KNOWN}, null as known_until from episode
           where kind <> 'hint' and raised_at < ? and (cleared_at is null or cleared_at > ?)
           union all
           select ${KNOWN}, known_until from former_episode
           where kind <> 'hint' and raised_at < ? and (cleared_at is null or cleared_at > ?)
         ) e join station s on s.key = e.station order by e.raised_at, s.id, e.rule, e.channel, e.known_from`,
      ),
      stands: database.prepare(
        `select 1 from episode where station = ? and raised_at < ? and (cleared_at is null or cleared_at > ?)
           and kind in ('event', 'limit') limit 1`,
      ),
    };
  }

  /** `now`: from when on it is known as it is, unless it was so before. */
  keep(episode: Episode, now: EpochMs): void {
    const { station, rule, channel, start, raisedAt, clearedAt = null, level } = episode;
    const identity = [this.#stations.layout(station).key, rule, channel ?? WHOLE_STATION, start];
    const isSame = (row: Row): boolean =>
      row['raised_at'] === raisedAt && row['cleared_at'] === clearedAt && row['level'] === level;
    const standing = this.#sql.standing.get(...identity);
    if (standing !== undefined && isSame(standing)) {
      this.#write(identity, episode, standing['known_from'] as number);
      return;
    }
    const former = this.#sql.restore.get(...identity, now);
    const isBack = former !== undefined && isSame(former);
    if (isBack) this.#sql.forget.run(...identity, now);
    else this.#sql.retire.run(now, ...identity, now);
    this.#write(identity, episode, isBack ? (former['known_from'] as number) : now);
  }

  /** Takes back the episodes raised in a span, and says which they were. */
  withdraw(id: StationId, { after, until }: Span, now: EpochMs): readonly Episode[] {
    const { key } = this.#stations.layout(id);
    const span = [Math.max(after, Number.MIN_SAFE_INTEGER), Math.min(until, Number.MAX_SAFE_INTEGER)];
    this.#sql.retireRaised.run(now, key, ...span, now);
    return this.#sql.dropRaised.all(key, ...span).map((row) => toEpisode(id, row));
  }

  /** Those that last, of those raised until an instant. */
  open(id: StationId, until: EpochMs): readonly Episode[] {
    return this.#sql.open.all(this.#stations.layout(id).key, until).map((row) => toEpisode(id, row));
  }

  /** Events, hints and limits that lasted at an instant or after it, in the order they were raised. */
  since(from: EpochMs): Episode[] {
    return this.#sql.since.all(from).map((row) => toEpisode(stationId(row['id'] as string), row));
  }

  /** Everything ever known of episodes, all but hints, that were raised before `to` and not cleared by `from`, by the time of their raise. */
  between(from: EpochMs, to: EpochMs): KnownEpisode[] {
    return this.#sql.between.all(to, from, to, from).map(toKnown);
  }

  /** Whether an event or a broken limit of a station, as is known now, was raised before `to` and not cleared by `from`. */
  hasSpoken(id: StationId, from: EpochMs, to: EpochMs): boolean {
    return this.#sql.stands.get(this.#stations.layout(id).key, to, from) !== undefined;
  }

  #write(identity: readonly SQLInputValue[], episode: Episode, knownFrom: EpochMs): void {
    const { kind, level, raisedAt, detectedAt, end, worst, count, clearedAt = null, details } = episode;
    const text = details === undefined ? null : JSON.stringify(details);
    this.#sql.keep.run(...identity, kind, level, raisedAt, detectedAt, end, worst, count, clearedAt, knownFrom, text);
  }
}

type Row = Record<string, SQLOutputValue>;

const WHOLE_STATION = '';

const channelOf = (row: Row): ChannelKey | null =>
  row['channel'] === WHOLE_STATION ? null : (row['channel'] as ChannelKey);

const toEpisode = (station: StationId, row: Row): Episode => ({
  station,
  kind: row['kind'] as Episode['kind'],
  channel: channelOf(row),
  rule: row['rule'] as string,
  level: row['level'] as FindingLevel,
  start: row['started_at'] as number,
  raisedAt: row['raised_at'] as number,
  detectedAt: row['detected_at'] as number,
  end: row['ended_at'] as number | null,
  worst: row['worst'] as number,
  count: row['n'] as number,
  ...(row['cleared_at'] !== null && { clearedAt: row['cleared_at'] as number }),
  ...(row['details'] !== null && { details: JSON.parse(row['details'] as string) as EpisodeDetails }),
});

const toKnown = (row: Row): KnownEpisode => ({
  station: stationId(row['id'] as string),
  kind: row['kind'] as KnownEpisode['kind'],
  channel: channelOf(row),
  rule: row['rule'] as string,
  level: row['level'] as FindingLevel,
  start: row['started_at'] as number,
  raisedAt: row['raised_at'] as number,
  clearedAt: row['cleared_at'] as number | null,
  knownFrom: row['known_from'] as number,
  knownUntil: row['known_until'] as number | null,
});
