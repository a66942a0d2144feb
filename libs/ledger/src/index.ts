export type { ParkedRow, ParkedStation, RejectionRow } from './door-table.ts';
export { FolderTakenError } from './folder-lock.ts';
export { DiskFullError, Ledger } from './ledger.ts';
export type { Placement } from './reading-table.ts';
export type { SampledHour } from './sampled-hour-table.ts';
