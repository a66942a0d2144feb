import {
  editPasswords,
  formatAccountList,
  formatMosquittoAcl,
  hashPassword,
  isGeneratedAcl,
  makePassword,
  replaceFile,
  SERVER_ACCOUNT,
} from '@clearwell/accounts';
import type { Station } from '@clearwell/water-quality';
import { AccountsError, readIfThere, readPasswords, readStations, writeAccountList } from './files.ts';
import type { AccountOptions, Command } from './options.ts';

/** Only its owner may read it, also the access list: newer brokers complain otherwise. */
const PRIVATE = 0o600;

/** Carries out a command; returns what it prints, and what it says beside. */
interface Said {
  readonly printed: string;
  readonly notes: readonly string[];
}

const said = (printed: string, ...notes: readonly string[]): Said => ({ printed, notes });

export const runCommand = (options: AccountOptions): Promise<Said> => RUN[options.command](options);

const RUN: Readonly<Record<Command, (options: AccountOptions) => Promise<Said>>> = {
  add,
  rotate,
  remove,
  list,
  'write-acl': writeAcl,
};

const stationsOf = ({ stations }: AccountOptions): Promise<readonly Station[]> =>
  stations === null ? Promise.resolve([]) : readStations(stations);

async function add(options: AccountOptions): Promise<Said> {
  const { names } = await readPasswords(options.passwordFile);
  const taken = options.names.filter((name) => names.has(name));
  if (taken.length > 0)
    throw new AccountsError(`There is an account already of ${taken.join(', ')}: rotate gives it a new password.`);
  const wanted = options.names.length > 0 ? options.names : (await stationsOf(options)).map(({ id }) => id);
  const without = [...new Set<string>(wanted)].filter((name) => !names.has(name));
  if (without.length === 0) return said('', 'All stations have an account.');
  return givePasswords(options, without);
}

async function rotate(options: AccountOptions): Promise<Said> {
  await expectAccounts(options);
  return givePasswords(options, [...new Set(options.names)]);
}

async function remove(options: AccountOptions): Promise<Said> {
  await expectAccounts(options);
  const { text } = await readPasswords(options.passwordFile);
  const changes = new Map(options.names.map((name) => [name, null]));
  await replaceFile(options.passwordFile, editPasswords(text, changes), PRIVATE);
  return said('', `${String(changes.size)} removed from ${options.passwordFile}.`);
}

async function list(options: AccountOptions): Promise<Said> {
  const { names } = await readPasswords(options.passwordFile);
  const stations = await stationsOf(options);
  const without = stations.filter(({ id }) => !names.has(id)).map(({ id }) => `${id}  has no account`);
  const lines = [...[...names].sort(), ...without];
  return said(lines.map((line) => `${line}\n`).join(''), `${String(names.size)} accounts in ${options.passwordFile}.`);
}

async function writeAcl(options: AccountOptions): Promise<Said> {
  const { aclFile, force } = options;
  const before = await readIfThere(aclFile);
  if (before !== null && !isGeneratedAcl(before) && !force)
    throw new AccountsError(`${aclFile} was written by hand: --force replaces it.`);
  const stations = await stationsOf(options);
  if (stations.some(({ id }) => id === SERVER_ACCOUNT))
    throw new AccountsError(`A station is called ${SERVER_ACCOUNT}: that is the server's own account.`);
  await replaceFile(aclFile, formatMosquittoAcl(stations), PRIVATE);
  return said('', `Written: ${aclFile}, ${String(stations.length)} stations.`);
}

async function expectAccounts({ passwordFile, names }: AccountOptions): Promise<void> {
  const there = (await readPasswords(passwordFile)).names;
  const strangers = names.filter((name) => !there.has(name));
  if (strangers.length > 0) throw new AccountsError(`No account in ${passwordFile} of ${strangers.join(', ')}.`);
}

/** The passwords go out first: an account whose password nobody has would be worse than a row too many. */
async function givePasswords(options: AccountOptions, names: readonly string[]): Promise<Said> {
  const { passwordFile, out } = options;
  const rows = names.map((name) => ({ id: name, username: name, password: makePassword() }));
  const hashes = await Promise.all(rows.map(async (row) => [row.username, await hashPassword(row.password)] as const));
  const { text } = await readPasswords(passwordFile);
  if (out !== null) await writeAccountList(out, rows);
  await replaceFile(passwordFile, editPasswords(text, new Map(hashes)), PRIVATE);
  const count = `${String(rows.length)} accounts written to ${passwordFile}`;
  return out === null
    ? said(formatAccountList(rows), `${count}. The passwords above are kept nowhere else.`)
    : said('', `${count}, their passwords to ${out}: they are kept nowhere else.`);
}
