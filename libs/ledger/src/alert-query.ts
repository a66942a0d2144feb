import type {
  AlertCondition,
  AlertId,
  AlertKind,
  EpochMs,
  FindingLevel,
  Handling,
  StationId,
} from '@clearwell/water-quality';
import { sql, type Expression, type ExpressionBuilder, type SelectQueryBuilder, type SqlBool } from 'kysely';
import type { LedgerDatabase, Tables } from './schema.ts';

/** Which alerts are wanted: all that is given must hold, and of each list one of it. */
export interface AlertFilter {
  readonly condition?: readonly AlertCondition[] | undefined;
  readonly handling?: readonly Handling[] | undefined;
  readonly kind?: readonly AlertKind[] | undefined;
  readonly level?: readonly FindingLevel[] | undefined;
  readonly assignee?: string | undefined;
  /** One of its stations is one of these. */
  readonly stations?: readonly StationId[] | undefined;
  /** A part of its id, of what it is about or of what people wrote of it, if that is looked through; or one of its stations is one of these. */
  readonly text?:
    { readonly part: string; readonly stations: readonly StationId[]; readonly isOfWritten: boolean } | undefined;
  /** It went on at some time from here on, and began before there, in sampling time. */
  readonly from?: EpochMs | undefined;
  readonly to?: EpochMs | undefined;
  /** Only what comes after this one. */
  readonly after?: AlertId | undefined;
  readonly limit?: number | undefined;
}

/** Documents of the alerts a filter lets through, the newest opened first. */
export function alertQuery(
  kysely: LedgerDatabase,
  filter: AlertFilter,
): SelectQueryBuilder<Tables, 'alert', { record: string }> {
  const query = kysely
    .selectFrom('alert')
    .select('record')
    .where((is) => is.and(conditions(is, filter)))
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc');
  return filter.limit === undefined ? query : query.limit(filter.limit);
}

type Builder = ExpressionBuilder<Tables, 'alert'>;

function conditions(is: Builder, filter: AlertFilter): Expression<SqlBool>[] {
  const { assignee, stations, text, from, to, after } = filter;
  return [
    ...(['condition', 'handling', 'kind', 'level'] as const).flatMap((field) =>
      filter[field] === undefined ? [] : [is(field, 'in', filter[field])],
    ),
    ...(assignee === undefined ? [] : [is('assignee', '=', assignee)]),
    ...(stations === undefined ? [] : [isOf(is, stations)]),
    ...(text === undefined ? [] : [is.or([contains(is, text), isOf(is, text.stations)])]),
    ...(from === undefined ? [] : [is.or([is('ended_at', 'is', null), is('ended_at', '>', from)])]),
    ...(to === undefined ? [] : [is('started_at', '<', to)]),
    ...(after === undefined ? [] : [comesAfter(after)]),
  ];
}

const isOf = (is: Builder, stations: readonly StationId[]): Expression<SqlBool> =>
  is('id', 'in', is.selectFrom('alert_station').select('alert').where('station', 'in', stations));

/** What a person wrote may hold any character: none of them is a wildcard. */
function contains(is: Builder, { part, isOfWritten }: NonNullable<AlertFilter['text']>): Expression<SqlBool> {
  const pattern = `%${part.replace(/[\\%_]/g, String.raw`\$&`)}%`;
  const like = (field: 'id' | 'key') => sql<SqlBool>`${sql.ref(field)} like ${pattern} escape '\\'`;
  if (!isOfWritten) return is.or([like('id'), like('key')]);
  const said = is
    .selectFrom('alert_timeline')
    .select('alert')
    .where(sql<SqlBool>`json_extract(entry, '$.text') like ${pattern} escape '\\'`);
  return is.or([like('id'), like('key'), is('id', 'in', said)]);
}

const comesAfter = (after: AlertId): Expression<SqlBool> =>
  sql<SqlBool>`(opened_at, id) < (select opened_at, id from alert where id = ${after})`;
