export { copyLedger } from './copy-ledger.ts';
export type { ParkedRow, ParkedStation, RejectionRow } from './door-table.ts';
export { COMMIT_POINTS, type CommitPoint, type Failpoint } from './failpoint.ts';
export { FolderLock, FolderTakenError } from './folder-lock.ts';
export { inspectLedger, LedgerFileError, type LedgerFacts } from './inspect-ledger.ts';
export { DiskFullError, Ledger } from './ledger.ts';
export type { Placement, Qualify } from './reading-table.ts';
export { flushFolder, replaceLedger } from './replace-ledger.ts';
export type { SampledHour } from './sampled-hour-table.ts';
