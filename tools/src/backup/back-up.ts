import { copyLedger, flushFolder, inspectLedger, LedgerFileError, type LedgerFacts } from '@clearwell/ledger';
import { existsSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sizeText } from './facts-text.ts';
import type { BackupOptions } from './options.ts';
import { packingOfName, writeThrough, type Packing } from './packing.ts';
import { sayProgress } from './progress.ts';

/** Where the copy is, its size there, and what is in it. */
export interface Backup {
  readonly file: string;
  readonly bytes: number;
  readonly facts: LedgerFacts;
}

/** Copies, checks, packs, and only then gives the copy its name: what has the name is whole. */
export async function backUp({ target, ledgerFile, packing }: BackupOptions): Promise<Backup> {
  const { file, through } = placeOf(target, packing);
  const unfinished = `${file}.${String(process.pid)}.unfinished`;
  const packed = `${unfinished}.packed`;
  try {
    expectRoom(ledgerFile, dirname(file));
    await copyLedger(ledgerFile, unfinished, sayProgress('Copying'));
    const facts = inspectLedger(unfinished);
    const tell = sayProgress('Packing');
    if (through !== null)
      await writeThrough(unfinished, packed, through.pack(), (bytes) => {
        tell(bytes / facts.bytes);
      });
    expectNothingAt(file);
    renameSync(through === null ? unfinished : packed, file);
    flushFolder(dirname(file));
    return { file, bytes: statSync(file).size, facts };
  } finally {
    for (const rest of [unfinished, `${unfinished}-journal`, packed]) rmSync(rest, { force: true });
  }
}

function placeOf(target: string, packing: Packing | null): { file: string; through: Packing | null } {
  if (existsSync(target) && statSync(target).isDirectory()) {
    const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
    const file = join(target, `clearwell-${time}Z.db${packing?.ending ?? ''}`);
    expectNothingAt(file);
    return { file, through: packing };
  }
  if (packing !== null)
    throw new LedgerFileError(`${target} is no folder that is there: a file is packed when it ends in .gz or .zst`);
  if (!existsSync(dirname(target))) throw new LedgerFileError(`There is no folder ${dirname(target)}: make it first`);
  expectNothingAt(target);
  return { file: target, through: packingOfName(target) };
}

function expectNothingAt(file: string): void {
  if (existsSync(file)) throw new LedgerFileError(`${file} is there already: name another file`);
}

/** Said before the work instead of half way through it. */
function expectRoom(ledgerFile: string, folder: string): void {
  if (!existsSync(ledgerFile)) return;
  const { bavail, bsize } = statfsSync(folder);
  const bytes = statSync(ledgerFile).size;
  if (bavail * bsize < bytes)
    throw new LedgerFileError(`${folder} has ${sizeText(bavail * bsize)} free, and the copy needs ${sizeText(bytes)}`);
}
