import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PACKINGS, type Packing } from './packing.ts';

/** What is wrong with the command line, all of it. */
export class UsageError extends Error {}

const DATA = `  --data DIR        the server's data folder (CLEARWELL_DATA, else ./data)`;

export const BACKUP_HELP = `npm run backup -- FILE|FOLDER [options]

Copies the ledger, also beneath a running server, which goes on taking readings: the copy holds all that was
acknowledged before it began. It is checked before it gets its name. Nothing is ever overwritten.

  FILE              where the copy goes; packed when it ends in .gz or .zst
  FOLDER            one that is there: the copy is called clearwell-TIME.db in it
${DATA}
  --pack KIND       in a FOLDER: gzip or zstd
  --help

Exit codes: 0 done, 1 not done, 2 a wrong command line.`;

export const RESTORE_HELP = `npm run restore -- FILE [options]

Puts a copy that npm run backup made in the place of the ledger. Stop the server first. The copy is checked before
anything is changed, and the ledger that was there is kept beside the new one. A copy of an older version is brought
up to date by the next start.

  FILE              the copy, packed or not
${DATA}
  --help

Exit codes: 0 done, 1 not done, 2 a wrong command line.`;

export interface BackupOptions {
  readonly target: string;
  readonly ledgerFile: string;
  /** For a folder; the name of a file says it itself. */
  readonly packing: Packing | null;
}

export interface RestoreOptions {
  readonly file: string;
  readonly ledgerFile: string;
}

/** Null asks for help. */
export function parseBackupOptions(args: readonly string[], env: NodeJS.ProcessEnv): BackupOptions | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [target = '', ...more] = positionals;
  const pack = values.pack;
  const packing = PACKINGS.find(({ kind }) => kind === pack) ?? null;
  refuse([
    [target === '' || more.length > 0, 'Name one file or folder for the copy; see --help.'],
    [pack !== undefined && packing === null, `--pack must be ${PACKINGS.map(({ kind }) => kind).join(' or ')}.`],
  ]);
  return { target, ledgerFile: ledgerOf(values.data, env), packing };
}

/** Null asks for help. */
export function parseRestoreOptions(args: readonly string[], env: NodeJS.ProcessEnv): RestoreOptions | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [file = '', ...more] = positionals;
  refuse([
    [file === '' || more.length > 0, 'Name one file, as npm run backup made it; see --help.'],
    [values.pack !== undefined, '--pack is for npm run backup: a packed file is known by its content.'],
  ]);
  return { file, ledgerFile: ledgerOf(values.data, env) };
}

function ledgerOf(data: string | undefined, env: NodeJS.ProcessEnv): string {
  const inherited = env['CLEARWELL_DATA'] === '' ? undefined : env['CLEARWELL_DATA'];
  return join(data ?? inherited ?? 'data', 'ledger.db');
}

function refuse(rules: readonly (readonly [broken: boolean, saying: string])[]): void {
  const faults = rules.flatMap(([isBroken, saying]) => (isBroken ? [saying] : []));
  if (faults.length > 0) throw new UsageError(faults.join('\n'));
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        pack: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0] ?? ''}; see --help.`, { cause: error });
  }
}
