/** What people made of verdicts. Incidents that were held for real before they knew of it learn it once. */
export const TUNINGS = `
create table tuning (
  revision integer primary key,
  station text not null,
  valid_from integer not null,
  lift real not null,
  key text not null unique,
  recorded_at integer not null,
  recorded_by text not null
) strict;
create trigger tuning_is_not_updated before update on tuning begin
  select raise(abort, 'tunings are only added to');
end;
create trigger tuning_is_not_deleted before delete on tuning begin
  select raise(abort, 'tunings are only added to');
end;

update incident set record = json_set(record, '$.isReal', json('true')) where exists (
  select 1 from alert where alert.key = 'incident|' || incident.id
    and json_extract(alert.record, '$.verdict.verdict') in ('real_exceedance', 'real_event')
);
`;
