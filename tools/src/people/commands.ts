import { personNameSchema } from '@clearwell/contracts/people';
import { Ledger } from '@clearwell/ledger';
import { COMMAND, nameKey, PeopleBook, Sessions, type Given, type Person } from '@clearwell/people';
import { existsSync } from 'node:fs';
import type { PeopleOptions } from './options.ts';

/** Something a person can mend; its message says how. */
export class PeopleError extends Error {}

/** Carries out a command; returns what it prints. */
export async function runCommand({ command, name, ledgerFile }: PeopleOptions, now: number): Promise<string> {
  if (!existsSync(ledgerFile)) throw new PeopleError(`There is no ${ledgerFile}: --data names the server's folder.`);
  const ledger = await Ledger.open(ledgerFile);
  try {
    const { people, sessions: kept, audit } = ledger;
    const stores = { people, sessions: kept, audit, commit: <T>(work: () => T): T => ledger.commit(work) };
    // No session is begun here: how long they last does not matter.
    const book = new PeopleBook(stores, new Sessions(stores, { idle: 0, absolute: 0 }));
    const asker = { by: COMMAND, now, address: null };
    if (command === 'list') return book.all().map(lineOf).join('\n') || 'Nobody yet: the first start makes an admin.';
    if (command === 'add-admin') return givenText(await book.create(adminOf(name), asker));
    const { id, fullName, phone, role, districts, active } = personOf(book, name);
    const given = await book.resetPassword(id, asker);
    const change = { fullName, phone, role, districts: districts === null ? null : [...districts], active: true };
    if (!active) book.change(id, change, asker);
    return givenText(given);
  } finally {
    ledger.close();
  }
}

function personOf(book: PeopleBook, name: string): Person {
  const people = book.all();
  const person = people.find((one) => one.name === nameKey(name));
  if (person !== undefined) return person;
  throw new PeopleError(`There is no person ${name}; there are ${people.map((one) => one.name).join(', ') || 'none'}.`);
}

function adminOf(name: string) {
  const parsed = personNameSchema.safeParse(name);
  if (!parsed.success) throw new PeopleError(`${name} can't be a name: it has 1 to 40 letters, digits, . _ -`);
  return { name: parsed.data, fullName: parsed.data, role: 'admin', districts: null } as const;
}

const lineOf = ({ name, fullName, role, districts, active, mustChangePassword }: Person): string =>
  [
    name,
    fullName,
    role,
    districts === null ? 'all districts' : districts.join(', '),
    ...(active ? [] : ['out of use']),
    ...(mustChangePassword ? ['has a given password'] : []),
  ].join('  ');

const givenText = ({ person, password }: Given): string =>
  `${person.name} signs in with ${password} and has to change it. It is kept nowhere else.`;
