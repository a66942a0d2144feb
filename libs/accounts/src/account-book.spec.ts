import { atTheEnd, temporaryFolder, until } from '@clearwell/testkit';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { AccountBook } from './account-book.ts';
import { editPasswords } from './password-file.ts';
import { hashPassword } from './password.ts';
import { replaceFile } from './replace-file.ts';

const ITERATIONS = 3;

async function write(file: string, passwords: Readonly<Record<string, string>>): Promise<void> {
  const entries = Object.entries(passwords).map(
    async ([name, password]) => [name, await hashPassword(password, ITERATIONS)] as const,
  );
  await replaceFile(file, editPasswords('', new Map(await Promise.all(entries))), 0o600);
}

async function open(...files: string[]) {
  const said: string[] = [];
  const book = await AccountBook.open({ files, lookEveryMs: 20, log: (what) => said.push(what) });
  atTheEnd(() => book.close());
  return { book, said };
}

const pass = (text: string) => Buffer.from(text);

describe('AccountBook', () => {
  it('knows the right password, remembers it, and knows no stranger', async () => {
    const file = join(temporaryFolder(), 'passwords');
    await write(file, { 'zz-001': 'one' });
    const { book } = await open(file);
    expect(book.remembers('zz-001', pass('one'))).toBe(false);
    expect(await book.verify('zz-001', pass('two'))).toBe(false);
    expect(await book.verify('zz-009', pass('one'))).toBe(false);
    expect(await book.verify('zz-001', pass('one'))).toBe(true);
    expect(book.remembers('zz-001', pass('one'))).toBe(true);
    expect(book.remembers('zz-001', pass('two'))).toBe(false);
  });

  it('takes the first of several files that has an account', async () => {
    const [first, second] = [join(temporaryFolder(), 'a'), join(temporaryFolder(), 'b')];
    await write(first, { 'zz-001': 'first' });
    await write(second, { 'zz-001': 'second', 'zz-002': 'other' });
    const { book } = await open(first, second);
    expect(await book.verify('zz-001', pass('first'))).toBe(true);
    expect(await book.verify('zz-001', pass('second'))).toBe(false);
    expect(await book.verify('zz-002', pass('other'))).toBe(true);
  });

  it('names who has to leave when the file changes: removed accounts, and those with another password', async () => {
    const file = join(temporaryFolder(), 'passwords');
    await write(file, { 'zz-001': 'one', 'zz-002': 'two' });
    const { book } = await open(file);
    const left: string[] = [];
    book.onLeave((names) => left.push(...names));
    await replaceFile(file, editPasswords('', new Map([['zz-003', await hashPassword('three', ITERATIONS)]])), 0o600);
    await until(() => left.length === 2, { saying: 'the leavers' });
    expect(left).toEqual(['zz-001', 'zz-002']);
    expect(await book.verify('zz-001', pass('one'))).toBe(false);
    expect(await book.verify('zz-003', pass('three'))).toBe(true);
  });

  it('stays as it was while its file is gone or can not be read', async () => {
    const file = join(temporaryFolder(), 'passwords');
    await write(file, { 'zz-001': 'one' });
    const { book, said } = await open(file);
    await replaceFile(file, 'zz-001:plain\n', 0o600);
    await until(() => said.some((what) => what.includes('stay as they were')), { saying: 'the complaint' });
    rmSync(file);
    await until(() => said.filter((what) => what.includes('stay as they were')).length > 1, { saying: 'a second one' });
    expect(await book.verify('zz-001', pass('one'))).toBe(true);
  });

  it('is not opened with a file that can not be used, and says which', async () => {
    await expect(open('/nowhere/passwords')).rejects.toThrow('/nowhere/passwords');
  });
});
