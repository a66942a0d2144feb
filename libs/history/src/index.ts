export type * from './history.ts';
export { SqliteHistory } from './sqlite-history.ts';
export { framesOf, standsFor } from './frames.ts';
export type { FrameSpan, FrameView, StandingReading, StationFrame, StationPast } from './frames.ts';
