import { existsSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { LedgerFileError } from './migrate.ts';

const PAGES_AT_ONCE = 2_000;

/**
 * Copies a ledger as it stands when the copy begins, also beneath a running server, which goes on taking readings.
 * The copy is one file, durable when this settles. `file` must not be there.
 * @param tell how much of it is done, from 0 to 1
 */
export async function copyLedger(ledgerFile: string, file: string, tell: (done: number) => void): Promise<void> {
  if (!existsSync(ledgerFile))
    throw new LedgerFileError(`There is no ledger at ${ledgerFile}: --data names its folder`);
  // One that may only read would leave its log behind where no server runs.
  const source = new DatabaseSync(ledgerFile);
  try {
    // One snapshot for the whole copy: without it every commit of the server would begin the copy anew.
    source.exec('pragma query_only = on; begin; select count(*) from sqlite_schema');
    await backup(source, file, {
      rate: PAGES_AT_ONCE,
      progress: ({ totalPages, remainingPages }) => {
        tell(totalPages === 0 ? 1 : 1 - remainingPages / totalPages);
      },
    });
  } finally {
    source.close();
  }
  const copy = new DatabaseSync(file);
  copy.exec('pragma journal_mode = delete');
  copy.close();
}
