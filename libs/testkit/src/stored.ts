import type { Channel, Station } from '@clearwell/water-quality';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A reading as a server's ledger holds it, whatever the domain says of it. */
export interface StoredReading {
  readonly station: string;
  readonly sampledAt: number;
  readonly receivedAt: number;
  readonly boot: number | null;
  readonly seq: number | null;
  readonly historical: boolean;
  readonly values: Readonly<Record<string, number | null>>;
  /** Channel → QARTOD flag, or `.` where the channel was not sent. */
  readonly flags: Readonly<Record<string, string>>;
  readonly marks: Readonly<Record<string, string>>;
  readonly device: Readonly<Record<string, unknown>>;
}

export interface StoredEvent {
  readonly station: string;
  readonly at: number;
  readonly kind: string;
  readonly state: string;
}

/** An episode by its content: when Clearwell came to know of it is left out. */
export interface StoredEpisode {
  readonly station: string;
  readonly kind: string;
  readonly channel: string;
  readonly rule: string;
  readonly level: string;
  readonly start: number;
  readonly raisedAt: number;
  readonly end: number | null;
  readonly worst: number;
  readonly count: number;
}

/** What was said once of several episodes, or of one: as it was said, and what became of it. */
export interface StoredIncident {
  readonly kind: string;
  readonly notifies: boolean;
  readonly isWithdrawn: boolean;
  readonly said: StoredCluster;
  readonly current: StoredCluster;
}

interface StoredCluster {
  readonly stations: readonly string[];
  readonly start: number;
  readonly until: number;
}

type Row = Record<string, number | string | null>;

/** What a server has stored, read beside it from its own file: by station, in the order of sampling. */
export function readStored(
  data: string,
  stations: readonly Station[],
): { readings: ReadonlyMap<string, readonly StoredReading[]>; events: readonly StoredEvent[] } {
  const database = new DatabaseSync(join(data, 'ledger.db'), { readOnly: true });
  const statement = database.prepare(
    'select * from reading where station = (select key from station where id = ?) order by sampled_at',
  );
  const readings = new Map(
    stations.map(({ id, channels }) => [id, (statement.all(id) as Row[]).map((row) => decode(id, channels, row))]),
  );
  const events = database
    .prepare(
      'select id as station, at, kind, state from station_event join station on key = station order by at, id, kind, state',
    )
    .all() as unknown as StoredEvent[];
  database.close();
  return { readings, events };
}

/** The episodes a server has found, by station, channel, rule and start. */
export function readEpisodes(data: string): readonly StoredEpisode[] {
  const database = new DatabaseSync(join(data, 'ledger.db'), { readOnly: true });
  const episodes = database
    .prepare(
      `select s.id as station, kind, channel, rule, level, started_at as start, raised_at as raisedAt, ended_at as end, worst, n as count
       from episode e join station s on s.key = e.station order by s.id, channel, rule, started_at`,
    )
    .all() as unknown as StoredEpisode[];
  database.close();
  return episodes;
}

/** The incidents a server has said, in the order of their ids. */
export function readIncidents(data: string): readonly StoredIncident[] {
  const database = new DatabaseSync(join(data, 'ledger.db'), { readOnly: true });
  const rows = database.prepare('select record from incident order by id').all();
  database.close();
  return rows.map((row) => JSON.parse(String(row['record'])) as StoredIncident);
}

function decode(station: string, channels: readonly Channel[], row: Row): StoredReading {
  const byChannel = <T>(value: (place: number) => T): Record<string, T> =>
    Object.fromEntries(channels.map(({ key }, place) => [key, value(place)]));
  return {
    station,
    sampledAt: Number(row['sampled_at']),
    receivedAt: Number(row['received_at']),
    boot: row['boot'] as number | null,
    seq: row['seq'] as number | null,
    historical: row['historical'] === 1,
    values: byChannel((place) => row[`v${String(place)}`] as number | null),
    flags: byChannel((place) => String(row['flags'])[place] ?? '.'),
    marks: partOf<string>(row['marks']),
    device: partOf<unknown>(row['device']),
  };
}

const partOf = <T>(json: number | string | null | undefined): Record<string, T> =>
  typeof json === 'string' ? (JSON.parse(json) as Record<string, T>) : {};
