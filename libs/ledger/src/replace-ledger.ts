import { closeSync, existsSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Puts a checked file in the place of a ledger; both lie in one folder, which the caller holds. Returns where the old
 * ledger is now, or null where there was none.
 */
export function replaceLedger(ledgerFile: string, file: string, aside: string): string | null {
  const hadOne = existsSync(ledgerFile);
  if (hadOne) {
    takeInLog(ledgerFile);
    // With its log, if it could not be taken in: a database without it is another one.
    for (const part of ['-wal', '-shm', '']) {
      if (existsSync(ledgerFile + part)) renameSync(ledgerFile + part, aside + part);
    }
  }
  renameSync(file, ledgerFile);
  flushFolder(dirname(ledgerFile));
  return hadOne ? aside : null;
}

/** What a killed server left in its log goes into the file. One too damaged for that keeps its log. */
function takeInLog(file: string): void {
  try {
    const database = new DatabaseSync(file);
    database.exec('pragma wal_checkpoint(truncate)');
    database.close();
  } catch {
    // It is put aside as it is.
  }
}

/** A rename is durable once its folder is; Windows knows no such thing. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
