import {
  editPasswords,
  formatAccountList,
  hashPassword,
  makePassword,
  parseAccountList,
  parsePasswords,
  replaceFile,
} from '@clearwell/accounts';
import type { Station } from '@clearwell/water-quality';
import { readFile } from 'node:fs/promises';
import type { Config } from './config/config.ts';

const PRIVATE = 0o600;

/** Gives every simulated station an account of its own, where it has none; those that are there stay. */
export async function makeDemoAccounts(stations: readonly Station[], { demo }: Config): Promise<void> {
  const [list, passwords] = await Promise.all([readIfThere(demo.accountList), readIfThere(demo.accountFile)]);
  const rows = new Map((list === '' ? [] : parseAccountList(list)).map((row) => [row.username, row]));
  const { accounts } = parsePasswords(passwords);
  const without = stations.filter(({ id }) => !rows.has(id) || !accounts.has(id));
  if (without.length === 0) return;
  const made = await Promise.all(
    without.map(async ({ id }) => {
      const password = makePassword();
      rows.set(id, { id, username: id, password });
      return [id, await hashPassword(password)] as const;
    }),
  );
  await replaceFile(demo.accountList, formatAccountList([...rows.values()]), PRIVATE);
  await replaceFile(demo.accountFile, editPasswords(passwords, new Map(made)), PRIVATE);
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
