/** What several stations say together, one document each; `until_at` is the newest reading that belongs to it, in event time. */
export const INCIDENTS = `
create table incident (
  id text primary key,
  until_at integer not null,
  record text not null
) strict, without rowid;
create index incident_by_end on incident (until_at);
`;

/**
 * An alert is one document, `record`; the other columns are what it is found by. A timeline is only ever added to, and the
 * database itself sees to that.
 */
export const ALERTS = `
create table alert (
  id text primary key,
  key text not null,
  kind text not null,
  handling text not null,
  condition text not null,
  level text not null,
  assignee text,
  started_at integer not null,
  ended_at integer,
  opened_at integer not null,
  closed_at integer,
  revision integer not null,
  part_of text,
  record text not null
) strict, without rowid;
create index alert_by_opening on alert (opened_at, id);
create index alert_to_go_on_with on alert (closed_at) where handling <> 'closed' or condition <> 'cleared';

create index alert_by_whole on alert (part_of) where part_of is not null;

create table alert_station (
  station text not null,
  alert text not null references alert (id),
  primary key (station, alert)
) strict, without rowid;

create table alert_timeline (
  alert text not null references alert (id),
  revision integer not null,
  place integer not null,
  at integer not null,
  what text not null,
  entry text not null,
  primary key (alert, revision, place)
) strict, without rowid;
create trigger alert_timeline_is_not_updated before update on alert_timeline begin
  select raise(abort, 'a timeline is only added to');
end;
create trigger alert_timeline_is_not_deleted before delete on alert_timeline begin
  select raise(abort, 'a timeline is only added to');
end;
create trigger alert_timeline_is_not_replaced before insert on alert_timeline
when exists (select 1 from alert_timeline where alert = new.alert and revision = new.revision and place = new.place) begin
  select raise(abort, 'a timeline is only added to');
end;

create table work_window (
  id text primary key,
  station text not null,
  from_at integer not null,
  until_at integer not null,
  ended_at integer,
  record text not null
) strict, without rowid;

create table mute (
  id text primary key,
  from_at integer not null,
  until_at integer not null,
  ended_at integer,
  record text not null
) strict, without rowid;

create table act_answer (
  key text primary key,
  at integer not null,
  record text not null
) strict, without rowid;
create index act_answer_by_time on act_answer (at);

create table measurement (
  key text primary key,
  alert text not null references alert (id),
  taken_at integer not null,
  record text not null
) strict, without rowid;
create index measurement_by_alert on measurement (alert, taken_at);
`;
