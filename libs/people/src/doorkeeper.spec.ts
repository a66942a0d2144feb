import { buildStation, ledgerWith } from '@clearwell/testkit';
import { HOUR, MINUTE } from '@clearwell/water-quality';
import { Doorkeeper } from './doorkeeper.ts';
import { isPassword } from './password-hash.ts';
import { PeopleBook } from './people-book.ts';
import { SYSTEM } from './principal.ts';
import { PeopleRefused } from './refusal.ts';
import { Sessions } from './sessions.ts';
import type { PeopleStores } from './stores.ts';

const T = Date.UTC(2026, 10, 22);
const at = (now = T, address = '10.0.0.1') => ({ now, address });

async function openHouse() {
  const { ledger } = await ledgerWith(buildStation(), []);
  const { people, sessions: kept, audit } = ledger;
  const stores: PeopleStores = { people, sessions: kept, audit, commit: (work) => ledger.commit(work) };
  const sessions = new Sessions(stores, { idle: HOUR, absolute: 8 * HOUR });
  const book = new PeopleBook(stores, sessions);
  const door = new Doorkeeper(stores, sessions);
  const given = await book.create(
    { name: 'li.ming', fullName: 'Li Ming', role: 'supervisor', districts: null },
    { by: SYSTEM, ...at() },
  );
  const ended: string[] = [];
  sessions.onEnd((ids) => ended.push(...ids));
  const acts = () => audit.find({ limit: 100 }).map(({ actor, act, outcome }) => `${actor} ${act} ${outcome}`);
  return { ...given, stores, sessions, book, door, ended, acts };
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'in',
    (error: unknown) => (error instanceof PeopleRefused ? `${error.code}: ${error.message}` : error),
  );

describe('signing in', () => {
  it('begins a session of which only a hash is kept, and notes who came from where', async () => {
    const { door, sessions, stores, password, acts } = await openHouse();
    const { token } = await door.signIn({ name: ' Li.Ming ', password }, at());
    expect(sessions.find(token, T)?.person.name).toBe('li.ming');
    expect(JSON.stringify(stores.sessions.all())).not.toContain(token);
    expect(acts()[0]).toBe('li.ming session.sign_in done');
  });

  it('ends the session that the browser came with, and takes over no token it was given', async () => {
    const { door, sessions, password, ended } = await openHouse();
    const before = await door.signIn({ name: 'li.ming', password }, at());
    const after = await door.signIn({ name: 'li.ming', password }, at(), before.token);
    expect(after.token).not.toBe(before.token);
    expect(sessions.find(before.token, T)).toBeNull();
    expect(ended).toEqual([before.session.id]);
    const planted = await door.signIn({ name: 'li.ming', password }, at(), 'planted');
    expect(planted.token).not.toBe('planted');
    expect(sessions.find('planted', T)).toBeNull();
  });

  it('says the same of a wrong name, a wrong password and somebody out of use', async () => {
    const { door, book, person, password, acts } = await openHouse();
    const wrong = await codeOf(door.signIn({ name: 'li.ming', password: 'wrong password' }, at()));
    expect(wrong).toBe('wrong_credentials: Name or password is not right');
    expect(await codeOf(door.signIn({ name: 'nobody', password: 'wrong password' }, at()))).toBe(wrong);
    book.change(person.id, { ...person, districts: null, active: false }, { by: SYSTEM, ...at() });
    expect(await codeOf(door.signIn({ name: 'li.ming', password }, at()))).toBe(wrong);
    expect(acts().filter((act) => act.endsWith('session.sign_in refused'))).toHaveLength(3);
  });

  it('looks at the password of a name that is not there as dearly', async () => {
    const { book, stores, sessions, person } = await openHouse();
    const costs: string[] = [];
    const door = new Doorkeeper(stores, sessions, async (password, phc) => {
      costs.push(phc.split('$').slice(0, 4).join('$'));
      return isPassword(password, phc);
    });
    await codeOf(door.signIn({ name: 'li.ming', password: 'wrong' }, at()));
    await codeOf(door.signIn({ name: 'nobody', password: 'wrong' }, at()));
    book.change(person.id, { ...person, districts: null, active: false }, { by: SYSTEM, ...at() });
    await codeOf(door.signIn({ name: 'li.ming', password: 'wrong' }, at()));
    const dear = '$argon2id$v=19$m=19456,t=2,p=1';
    expect(costs).toEqual([dear, dear, dear]);
  });

  it('is locked after five wrong passwords, for the right one too, and open again a quarter of an hour later', async () => {
    const { door, password } = await openHouse();
    const wrong = { name: 'li.ming', password: 'wrong password' };
    // Together: whoever guesses does not wait for the answers.
    const answers = await Promise.all(Array.from({ length: 8 }, () => codeOf(door.signIn(wrong, at()))));
    expect(answers.filter((answer) => String(answer).startsWith('wrong_credentials'))).toHaveLength(5);
    expect(answers.filter((answer) => String(answer).startsWith('too_many_attempts'))).toHaveLength(3);
    expect(await codeOf(door.signIn({ name: 'li.ming', password }, at(T + 1, '10.0.0.2')))).toBe(
      'too_many_attempts: Too many wrong passwords: try again in 15 min',
    );
    expect(await codeOf(door.signIn({ name: 'li.ming', password }, at(T + 15 * MINUTE)))).toBe('in');
  });

  it('is locked in the same words for a name that is not there', async () => {
    const { door } = await openHouse();
    for (let i = 0; i < 5; i += 1) await codeOf(door.signIn({ name: 'nobody', password: 'wrong' }, at()));
    expect(await codeOf(door.signIn({ name: 'nobody', password: 'wrong' }, at()))).toMatch(/^too_many_attempts/);
  });
});

describe('a session', () => {
  it('is over after an hour without a request, and goes on with one', async () => {
    const { door, sessions, password } = await openHouse();
    const { token } = await door.signIn({ name: 'li.ming', password }, at());
    expect(sessions.find(token, T + HOUR - 1)).not.toBeNull();
    expect(sessions.find(token, T + 2 * HOUR - 2)).not.toBeNull();
    expect(sessions.find(token, T + 3 * HOUR - 2)).toBeNull();
  });

  it('is not kept from idling by what a page asks for by itself', async () => {
    const { door, sessions, password } = await openHouse();
    const { token } = await door.signIn({ name: 'li.ming', password }, at());
    for (let now = T; now < T + HOUR; now += 10_000) expect(sessions.find(token, now, false)).not.toBeNull();
    expect(sessions.find(token, T + HOUR, false)).toBeNull();
  });

  it('is over after eight hours, whatever is done in it, and who listens hears of it', async () => {
    const { door, sessions, password, ended, stores } = await openHouse();
    const { token, session } = await door.signIn({ name: 'li.ming', password }, at());
    for (let now = T; now < T + 8 * HOUR; now += 30 * MINUTE) {
      expect(sessions.find(token, now)).not.toBeNull();
      sessions.sweep(now);
    }
    expect(ended).toEqual([]);
    expect(sessions.find(token, T + 8 * HOUR)).toBeNull();
    sessions.sweep(T + 8 * HOUR);
    expect(ended).toEqual([session.id]);
    expect(stores.sessions.all()).toEqual([]);
  });

  it('ends here alone, or everywhere', async () => {
    const { door, sessions, password } = await openHouse();
    const enter = () => door.signIn({ name: 'li.ming', password }, at());
    const [one, two, three] = [await enter(), await enter(), await enter()];
    door.signOut(one, false, at());
    expect([one, two, three].map(({ token }) => sessions.find(token, T) !== null)).toEqual([false, true, true]);
    door.signOut(two, true, at());
    expect([two, three].map(({ token }) => sessions.find(token, T) !== null)).toEqual([false, false]);
  });

  it('goes on when a full disk takes no note of it', async () => {
    const { stores, door, password } = await openHouse();
    const { token } = await door.signIn({ name: 'li.ming', password }, at());
    const commit = (): never => {
      throw new Error('The disk is full');
    };
    const full = new Sessions({ ...stores, commit }, { idle: HOUR, absolute: 8 * HOUR });
    expect(full.find(token, T + 30 * MINUTE)).not.toBeNull();
  });
});

describe('a new password', () => {
  it('takes the old one, ends every session and begins another, and nothing is due any more', async () => {
    const { door, sessions, person, password, acts } = await openHouse();
    const [one, two] = [
      await door.signIn({ name: 'li.ming', password }, at()),
      await door.signIn({ name: 'li.ming', password }, at()),
    ];
    expect(one.person.mustChangePassword).toBe(true);
    const wrong = door.changePassword(person, { current: 'wrong password', next: 'four words in a row' }, at());
    expect(await codeOf(wrong)).toMatch(/^wrong_credentials/);
    const same = door.changePassword(person, { current: password, next: password }, at());
    expect(await codeOf(same)).toMatch(/^password_unchanged/);
    const weak = door.changePassword(person, { current: password, next: 'li.ming li.ming' }, at());
    expect(await codeOf(weak)).toMatch(/^password_has_name/);
    const changed = await door.changePassword(person, { current: password, next: 'four words in a row' }, at());
    expect([one, two].map(({ token }) => sessions.find(token, T))).toEqual([null, null]);
    expect(sessions.find(changed.token, T)?.person.mustChangePassword).toBe(false);
    expect(await codeOf(door.signIn({ name: 'li.ming', password }, at()))).toMatch(/^wrong_credentials/);
    expect(await codeOf(door.signIn({ name: 'li.ming', password: 'four words in a row' }, at()))).toBe('in');
    expect(acts()).toEqual(expect.arrayContaining(['li.ming password.change done', 'li.ming password.change refused']));
  });
});
