export type { ParkedRow, ParkedStation, RejectionRow } from './door-table.ts';
export { COMMIT_POINTS, type CommitPoint, type Failpoint } from './failpoint.ts';
export { FolderTakenError } from './folder-lock.ts';
export { DiskFullError, Ledger } from './ledger.ts';
export type { Placement } from './reading-table.ts';
