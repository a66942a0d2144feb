import { FolderTakenError, LedgerFileError } from '@clearwell/ledger';
import { UsageError } from './options.ts';

/** Errors of the file system whose words need no stack. */
const isOfTheDisk = (error: unknown): error is Error =>
  error instanceof Error &&
  /^(ENOSPC|EACCES|EPERM|EROFS|EIO|ENOTDIR)$/.test(String((error as { code?: unknown }).code));

/** Runs a command of this room; returns its exit code. What a person can mend is said in a sentence. */
export async function runCommand(work: () => Promise<string>): Promise<number> {
  try {
    console.log(await work());
    return 0;
  } catch (error) {
    if (error instanceof UsageError) console.error(error.message);
    else if (error instanceof FolderTakenError) console.error(`${error.message}: stop it first. Nothing was changed.`);
    else if (error instanceof LedgerFileError) console.error(`${error.message}. Nothing was changed.`);
    else if (isOfTheDisk(error)) console.error(`${error.message}. Nothing was changed.`);
    else throw error;
    return error instanceof UsageError ? 2 : 1;
  }
}
