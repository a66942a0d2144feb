import { ALERTS, INCIDENTS } from './alert-schema.ts';
import { MAX_CHANNELS } from '@clearwell/water-quality';
import type { Kysely } from 'kysely';
import { OUTBOX, OUTBOX_ORDER } from './outbox-schema.ts';
import { TUNINGS } from './tuning-schema.ts';

/** Tables that are read outside the hot path, as Kysely types them. */
export interface Tables {
  rejection: {
    id: number;
    received_at: number;
    topic: string;
    station: string | null;
    reason: string;
    detail: string;
    place: number | null;
    raw: Uint8Array;
  };
  parked: { id: number; region: string; station: string; received_at: number; topic: string; payload: Uint8Array };
  tally: { name: string; n: number };
  alert: {
    id: string;
    key: string;
    kind: string;
    handling: string;
    condition: string;
    level: string;
    assignee: string | null;
    started_at: number;
    ended_at: number | null;
    opened_at: number;
    closed_at: number | null;
    revision: number;
    record: string;
  };
  alert_station: { station: string; alert: string };
  alert_timeline: { alert: string; revision: number; place: number; at: number; what: string; entry: string };
}

export const VALUE_COLUMNS = Array.from({ length: MAX_CHANNELS }, (_, slot) => `v${String(slot)}`);

/**
 * One row a reading: its values stand in the columns v0, v1…, each channel in its slot. `flags` has one
 * character a channel, a QARTOD flag or `.` for a channel that was not sent.
 */
const FIRST = `
create table station (
  key integer primary key,
  id text not null unique,
  document text not null
) strict;

create table reading (
  station integer not null references station (key),
  sampled_at integer not null,
  received_at integer not null,
  boot integer,
  seq integer,
  historical integer not null,
  ahead integer not null,
  flags text not null,
  tests text,
  marks text,
  device text,
  ${VALUE_COLUMNS.map((column) => `${column} real`).join(', ')},
  primary key (station, sampled_at)
) strict, without rowid;

create table version (
  station integer not null,
  sampled_at integer not null,
  content text not null,
  reading text not null,
  primary key (station, sampled_at, content)
) strict, without rowid;

create table rejection (
  id integer primary key,
  received_at integer not null,
  topic text not null,
  station text,
  reason text not null,
  detail text not null,
  place integer,
  raw blob not null
) strict;

create table parked (
  id integer primary key,
  region text not null,
  station text not null,
  received_at integer not null,
  topic text not null,
  payload blob not null
) strict;
create index parked_by_station on parked (station);

create table detector (
  station integer primary key,
  judged_until integer not null,
  memory text not null
) strict;

create table checkpoint (
  station integer not null,
  judged_until integer not null,
  memory text not null,
  primary key (station, judged_until)
) strict, without rowid;

create table episode (
  station integer not null,
  rule text not null,
  channel text not null,
  started_at integer not null,
  kind text not null,
  level text not null,
  raised_at integer not null,
  detected_at integer not null,
  ended_at integer,
  worst real not null,
  n integer not null,
  primary key (station, rule, channel, started_at)
) strict, without rowid;
create index episode_by_raise on episode (station, raised_at);

create table link (
  station integer primary key,
  online integer not null,
  received_at integer not null,
  document text not null
) strict;

create table station_event (
  station integer not null,
  at integer not null,
  kind text not null,
  state text not null,
  received_at integer not null,
  document text not null,
  primary key (station, at, kind, state)
) strict, without rowid;

create table tally (name text primary key, n integer not null) strict, without rowid;
`;

/** `ranges`: JSON of the spans of `seq` that were received; `holes`: how many lie between them. */
const SEQUENCE = `
create table sequence (
  station integer not null,
  boot integer not null,
  ranges text not null,
  holes integer not null,
  primary key (station, boot)
) strict, without rowid;
create index sequence_incomplete on sequence (station) where holes > 0;
`;

/**
 * What was one document a station becomes a series of registrations, the first true since 2000, before which nothing is
 * taken. The order of channels in that document was their place in the rows; it is written down now.
 */
const REGISTRATION = `
create table registration (
  station integer not null references station (key),
  revision integer not null,
  valid_from integer not null,
  retired integer not null,
  recorded_at integer,
  recorded_by text not null,
  document text not null,
  primary key (station, revision)
) strict, without rowid;
insert into registration select key, 1, 946684800000, 0, null, 'file', document from station;

create table channel_slot (
  station integer not null references station (key),
  slot integer not null,
  channel text not null,
  primary key (station, slot),
  unique (station, channel)
) strict, without rowid;
insert into channel_slot
  select s.key, c.key, json_extract(c.value, '$.key') from station s, json_each(s.document, '$.channels') c;

alter table station drop column document;

create table network (
  revision integer primary key,
  valid_from integer not null,
  recorded_at integer not null,
  links text not null
) strict;
`;

/** Readings the long-term store has not confirmed; and which store that is, with how far it has what was there before. */
const REPLICATION = `
create table replication_queue (
  n integer primary key autoincrement,
  station integer not null,
  sampled_at integer not null,
  received_at integer not null
) strict;
create index replication_queue_by_reading on replication_queue (station, sampled_at);

create table replication (
  target text not null,
  station integer,
  sampled_at integer
) strict;
`;

/**
 * `episode` holds what stands; `former_episode` what was known of episodes before that changed or was taken away.
 * `sampled_hour`: how many readings were sampled in an hour since 1970, and how often that was added to or changed.
 */
const REPLAY = `
alter table episode add column cleared_at integer;
alter table episode add column known_from integer not null default 0;
update episode set cleared_at = ended_at, known_from = detected_at;

create table former_episode (
  station integer not null,
  rule text not null,
  channel text not null,
  started_at integer not null,
  level text not null,
  raised_at integer not null,
  cleared_at integer,
  known_from integer not null,
  known_until integer not null,
  primary key (station, rule, channel, started_at, known_until)
) strict, without rowid;
create index former_episode_by_raise on former_episode (raised_at);

create table sampled_hour (hour integer primary key, readings integer not null, changes integer not null) strict;
insert into sampled_hour
  select sampled_at / 3600000, count(*), count(*) from reading where ahead = 0 group by sampled_at / 3600000;
`;

/**
 * The memory of the limits becomes one of several. A station that was judged before has sent live readings, for all that
 * is known; a checkpoint is no older than 30 days.
 */
const DETECTORS = `
update detector set memory = json_object('liveUntil', judged_until, 'memories', json_object('limits', json(memory)));
update checkpoint set memory = json_object('liveUntil', judged_until, 'memories', json_object('limits', json(memory)));
`;

/**
 * What is remembered is kept at checkpoints alone, as bytes of its detectors; of the newest state only where it stands.
 * Detectors of another version than a station was judged by judge it anew, as they do after this. An episode of the whole
 * station has no channel (''); what it says beyond its figures is JSON.
 */
const JUDGES = `
create table judged (
  station integer primary key,
  judged_until integer not null,
  live_until integer,
  detectors text not null
) strict;
insert into judged select station, judged_until, json_extract(memory, '$.liveUntil'), '' from detector;
drop table detector;

drop table checkpoint;
create table checkpoint (
  station integer not null,
  judged_until integer not null,
  live_until integer,
  memory blob not null,
  primary key (station, judged_until)
) strict;

alter table episode add column details text;
alter table former_episode add column kind text not null default 'limit';

create table link_change (
  station integer not null,
  at integer not null,
  online integer not null,
  primary key (station, at)
) strict, without rowid;
`;

/**
 * `person.districts`: JSON of their names, null for all. `session.id`: SHA-256 of the token in the cookie. `audit` grows and
 * is never changed: also not by `insert or replace`, which asks no trigger before it deletes.
 */
const PEOPLE = `
create table person (
  id integer primary key,
  name text not null unique,
  full_name text not null,
  role text not null,
  districts text,
  password_hash text not null,
  must_change_password integer not null,
  active integer not null,
  demo integer not null,
  created_at integer not null
) strict;

create table session (
  id text primary key,
  person integer not null references person (id),
  began_at integer not null,
  seen_at integer not null,
  address text
) strict, without rowid;
create index session_by_person on session (person);

create table audit (
  id integer primary key,
  at integer not null,
  actor_kind text not null,
  actor_id integer,
  actor text not null,
  act text not null,
  target text,
  outcome text not null,
  detail text,
  address text
) strict;
create index audit_by_time on audit (at);
create trigger audit_is_not_updated before update on audit begin
  select raise(abort, 'the audit log is append-only');
end;
create trigger audit_is_not_deleted before delete on audit begin
  select raise(abort, 'the audit log is append-only');
end;
create trigger audit_is_not_replaced before insert on audit when exists (select 1 from audit where id = new.id) begin
  select raise(abort, 'the audit log is append-only');
end;
`;

const PHONES = `
alter table person add column phone text;
`;

/** In order; one that has shipped is never changed. */
export const MIGRATIONS: Readonly<Record<string, string>> = {
  '0001-first': FIRST,
  '0002-sequence': SEQUENCE,
  '0003-registration': REGISTRATION,
  '0004-replication': REPLICATION,
  '0005-replay': REPLAY,
  '0006-detectors': DETECTORS,
  '0007-judges': JUDGES,
  '0008-people': PEOPLE,
  '0009-incidents': INCIDENTS,
  '0010-alerts': ALERTS,
  '0011-outbox': OUTBOX,
  '0012-tunings': TUNINGS,
  '0013-phones': PHONES,
  '0014-outbox-order': OUTBOX_ORDER,
};

export type LedgerDatabase = Kysely<Tables>;
