export type { History, RangeColumns, RangeQuery } from './history.ts';
export { SqliteHistory } from './sqlite-history.ts';
