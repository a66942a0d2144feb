import { FolderLock, inspectLedger, LedgerFileError, replaceLedger, type LedgerFacts } from '@clearwell/ledger';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RestoreOptions } from './options.ts';
import { packingOfContent, writeThrough } from './packing.ts';
import { sayProgress } from './progress.ts';

export interface Restored {
  readonly facts: LedgerFacts;
  /** Where the ledger is that was there before; null where there was none. */
  readonly aside: string | null;
}

/** Holds the folder, checks the copy in it, and only then lets it take the ledger's place. */
export async function restoreLedger({ file, ledgerFile }: RestoreOptions): Promise<Restored> {
  if (!existsSync(file) || !statSync(file).isFile())
    throw new LedgerFileError(`${file} is not there: name the file that npm run backup wrote`);
  mkdirSync(dirname(ledgerFile), { recursive: true });
  const lock = new FolderLock(dirname(ledgerFile));
  const unchecked = `${ledgerFile}.unchecked`;
  try {
    rmSync(unchecked, { force: true });
    await unpack(file, unchecked);
    const facts = inspectLedger(unchecked);
    return { facts, aside: replaceLedger(ledgerFile, unchecked, asideOf(ledgerFile)) };
  } finally {
    for (const rest of ['', '-wal', '-shm', '-journal']) rmSync(unchecked + rest, { force: true });
    lock.release();
  }
}

function asideOf(ledgerFile: string): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const aside = `${ledgerFile}.before-restore-${time}Z`;
  if (existsSync(aside)) throw new LedgerFileError(`${aside} is there already: move it away, or try again in a second`);
  return aside;
}

async function unpack(file: string, to: string): Promise<void> {
  const { size } = statSync(file);
  const tell = sayProgress('Reading');
  const packing = await packingOfContent(file);
  try {
    await writeThrough(file, to, packing?.unpack() ?? null, (bytes) => {
      tell(bytes / size);
    });
  } catch (error) {
    if (packing === null || !isPackingFault(error)) throw error;
    throw new LedgerFileError(`${file} is damaged (${(error as Error).message}): take another backup`, {
      cause: error,
    });
  }
}

/** Of zlib: `Z_DATA_ERROR`, `ZSTD_error_…`, `ERR_…`; not of the file system. */
const isPackingFault = (error: unknown): boolean => /^(Z_|ZSTD|ERR_)/.test(String((error as { code?: unknown }).code));
