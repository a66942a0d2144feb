export type * from './history.ts';
export { SqliteHistory } from './sqlite-history.ts';
