import fc from 'fast-check';
import { formatAccountList, parseAccountList } from './account-list.ts';
import { editPasswords, parsePasswords } from './password-file.ts';
import { hashPassword, isPassword, makePassword, parseHash } from './password.ts';

const HASH = `$7$101$${Buffer.alloc(12, 1).toString('base64')}$${Buffer.alloc(64, 2).toString('base64')}`;
const name = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,12}$/);

test('a hash admits its password and no other', async () => {
  const hash = parseHash(await hashPassword('secret', 7));
  expect(hash?.iterations).toBe(7);
  if (hash === null) throw new Error('no hash');
  expect(await isPassword(Buffer.from('secret'), hash)).toBe(true);
  expect(await isPassword(Buffer.from('Secret'), hash)).toBe(false);
});

test('a made password holds 144 bits, and nothing that a shell, a CSV file or a spreadsheet would read', () => {
  const passwords = Array.from({ length: 1_000 }, makePassword);
  expect(new Set(passwords).size).toBe(1_000);
  for (const password of passwords) expect(password).toMatch(/^[A-Za-z][A-Za-z0-9_-]{23}$/);
});

test('what is set is there, what is removed is gone, all else stays', () => {
  const accounts = fc.uniqueArray(name, { maxLength: 8 });
  fc.assert(
    fc.property(accounts, accounts, accounts, (before, set, removed) => {
      const gone = removed.filter((one) => !set.includes(one));
      const first = editPasswords('# by hand\n', new Map(before.map((one) => [one, HASH])));
      const changes = [...set.map((one) => [one, HASH] as const), ...gone.map((one) => [one, null] as const)];
      const text = editPasswords(first, new Map<string, string | null>(changes));
      const { accounts: after, faults } = parsePasswords(text);
      expect(faults).toEqual([]);
      expect(text.startsWith('# by hand\n')).toBe(true);
      expect(new Set(after.keys())).toEqual(new Set([...before, ...set].filter((one) => !gone.includes(one))));
    }),
  );
});

test('every line that is no account is told, and never what stands there', () => {
  const { faults } = parsePasswords(`zz-001:${HASH}\nplain:my secret\n:x\nzz-001:${HASH}\nold:$6$c2FsdA==$aGFzaA==\n`);
  expect(faults).toHaveLength(4);
  expect(faults.join('\n')).toMatch(/line 2[^]*line 3[^]*line 4: zz-001 stands there twice[^]*line 5/);
  expect(faults.join('\n')).not.toContain('secret');
});

test('a list of accounts is read as it was written', () => {
  const rows = ['zz-001', 'zz-002'].map((id) => ({ id, username: id, password: makePassword() }));
  expect(parseAccountList(formatAccountList(rows))).toEqual(rows);
  expect(() => parseAccountList('id,username,password\nzz-001,"a",b\n')).toThrow(/line 2/);
  expect(() => parseAccountList('station,user,pass\n')).toThrow(/line 1/);
});
