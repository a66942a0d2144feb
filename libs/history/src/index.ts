export { CompleteHistory } from './complete-history.ts';
export type * from './history.ts';
export { framesOf, standsFor } from './frames.ts';
export type { FrameSpan, FrameView, StandingReading, StationFrame, StationPast } from './frames.ts';
export type { InfluxSettings } from './influx-schema.ts';
export { Replication } from './replication.ts';
export { SqliteHistory } from './sqlite-history.ts';
export { ThreadedHistory } from './threaded-history.ts';
