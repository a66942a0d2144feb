export { CompleteHistory } from './complete-history.ts';
export type * from './history.ts';
export type { InfluxSettings } from './influx-schema.ts';
export { Replication } from './replication.ts';
export { ThreadedHistory } from './threaded-history.ts';
