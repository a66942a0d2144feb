import { Logins } from './logins.ts';

const bytes = (text: string) => Buffer.from(text);

/** Knows zz-001 with the password `right`, and remembers it after the first time. */
function book() {
  const state = { derived: 0, remembered: false };
  const isRight = (name: string, password: Uint8Array) => name === 'zz-001' && bytes('right').equals(password);
  return {
    state,
    remembers: (name: string, password: Uint8Array) => state.remembered && isRight(name, password),
    verify: async (name: string, password: Uint8Array) => {
      state.derived += 1;
      state.remembered ||= isRight(name, password);
      return isRight(name, password);
    },
  };
}

it('derives no more than 20 wrong passwords of one address at a time, and holds up neither others nor the known', async () => {
  const accounts = book();
  const logins = new Logins(accounts, false);
  const logIn = (username: string, password: string, address: string) =>
    logins.admit({ username, password: bytes(password), address });
  await expect(logIn('zz-001', 'right', 'here')).resolves.toBe(true);
  const answers: boolean[] = [];
  for (let i = 0; i < 100; i++) {
    void logIn(i % 2 === 0 ? 'zz-001' : `zz-${i}`, 'wrong', 'here').then((answer) => answers.push(answer));
    // Each is tried before the next one comes.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }
  expect(accounts.state.derived).toBe(1 + 20);
  expect(answers).toEqual(Array.from({ length: 80 }, () => false));
  await expect(logIn('zz-001', 'right', 'here')).resolves.toBe(true);
  void logIn('zz-001', 'wrong', 'there');
  expect(accounts.state.derived).toBe(1 + 20 + 1);
});

it('lets in who has no name only where that is allowed', async () => {
  const anonymous = { username: undefined, password: undefined, address: 'here' };
  await expect(new Logins(null, true).admit(anonymous)).resolves.toBe(true);
  await expect(new Logins(book(), false).admit(anonymous)).resolves.toBe(false);
});
