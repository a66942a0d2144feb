/** Refuses that rows of a table are changed, taken away, or put in the place of others, which SQLite takes for neither. */
const onlyAddedTo = (table: string, key: string): string => `
create trigger ${table}_is_not_changed before update on ${table}
  begin select raise(abort, '${table} is only added to'); end;
create trigger ${table}_is_not_replaced before insert on ${table} when exists (select 1 from ${table} where ${key} = new.${key})
  begin select raise(abort, '${table} is only added to'); end;
create trigger ${table}_is_not_cut before delete on ${table}
  begin select raise(abort, '${table} is only added to'); end;
`;

/**
 * `outbox` has each notice once; `outbox_queue` how far it is on its way to each receiver. `next_at` is of the wall's time,
 * which receivers live in; all else is of the server's clock. `bundle` is JSON, or its zstd; `digest` the SHA-256 of what
 * stands there.
 */
export const OUTBOX = `
create table outbox (
  n integer primary key autoincrement,
  key text not null unique,
  alert text not null,
  audience text not null,
  notice text not null
) strict;

create table outbox_queue (
  receiver text not null,
  n integer not null references outbox (n),
  alert text not null,
  audience text not null,
  state text not null default 'waiting',
  attempts integer not null default 0,
  next_at integer not null default 0,
  merged_into integer,
  primary key (receiver, n)
) strict, without rowid;
create index outbox_waiting on outbox_queue (receiver, alert, n) where state = 'waiting';
create index outbox_merged on outbox_queue (receiver, merged_into) where merged_into is not null;

create table delivery_log (
  id integer primary key,
  at integer not null,
  notice text not null,
  alert text not null,
  audience text not null,
  receiver text,
  outcome text not null,
  attempt integer,
  why text
) strict;
create index delivery_log_by_alert on delivery_log (alert);
${onlyAddedTo('delivery_log', 'id')}
create table evidence (
  number integer primary key,
  packing text not null,
  bundle blob not null
) strict;
${onlyAddedTo('evidence', 'number')}
create table seal (
  number integer primary key,
  alert text not null,
  occasion text not null,
  sealed_at integer not null,
  previous text,
  hash text not null,
  digest text not null
) strict;
create index seal_by_alert on seal (alert);
${onlyAddedTo('seal', 'number')}`;

/** What a look at the outbox asks for costs what is found, however much waits or was sent. */
export const OUTBOX_ORDER = `
create index outbox_in_order on outbox_queue (receiver, n) where state = 'waiting';
create index outbox_due on outbox_queue (receiver, next_at) where state = 'waiting';
create index outbox_failing on outbox_queue (receiver, alert) where state = 'waiting' and attempts > 0;
`;
