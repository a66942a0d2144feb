import { formatAccountList, parsePasswords, type AccountRow } from '@clearwell/accounts';
import { stationsFileSchema } from '@clearwell/contracts';
import type { Station } from '@clearwell/water-quality';
import { readFile, writeFile } from 'node:fs/promises';
import type { AccountOptions } from './options.ts';

/** Something a person can mend; its message says how. */
export class AccountsError extends Error {}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

/** The text of a file, or null where there is none. */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new AccountsError(`${path} can't be read (${codeOf(error)}).`, { cause: error });
  }
}

/** The password file as it is, empty where there is none yet. */
export async function readPasswords(path: string): Promise<{ text: string; names: ReadonlySet<string> }> {
  const text = (await readIfThere(path)) ?? '';
  const { accounts, faults } = parsePasswords(text);
  if (faults.length > 0) throw new AccountsError(`${path} is no password file:\n${faults.join('\n')}`);
  return { text, names: new Set(accounts.keys()) };
}

/** Never over a file that is there: the passwords in it are nowhere else. */
export async function writeAccountList(path: string, rows: readonly AccountRow[]): Promise<void> {
  try {
    await writeFile(path, formatAccountList(rows), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const why =
      codeOf(error) === 'EEXIST' ? 'is there already: name another file' : `can't be written (${codeOf(error)})`;
    throw new AccountsError(`--out: ${path} ${why}. Nothing was changed.`, { cause: error });
  }
}

export async function readStations(place: NonNullable<AccountOptions['stations']>): Promise<readonly Station[]> {
  const from = place.kind === 'file' ? place.path : new URL('/api/stations', place.url).href;
  const parsed = stationsFileSchema.safeParse(await readJson(place.kind, from));
  if (!parsed.success) throw new AccountsError(`${from} does not hold stations in the shape of GET /api/stations.`);
  return parsed.data.stations;
}

async function readJson(kind: 'file' | 'server', from: string): Promise<unknown> {
  try {
    if (kind === 'file') return JSON.parse(await readFile(from, 'utf8')) as unknown;
    const key = process.env['CLEARWELL_API_KEY'] ?? '';
    const answer = await fetch(from, { headers: key === '' ? {} : { authorization: `Bearer ${key}` } });
    if (!answer.ok) throw new Error(`it answers ${String(answer.status)}`);
    return await answer.json();
  } catch (error) {
    throw new AccountsError(`The stations can't be read from ${from}: ${(error as Error).message}`, { cause: error });
  }
}
