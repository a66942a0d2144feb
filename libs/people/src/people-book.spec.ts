import { ROLES, type NewPerson } from '@clearwell/contracts/people';
import { buildStation, ledgerWith } from '@clearwell/testkit';
import { HOUR } from '@clearwell/water-quality';
import { DEMO_PASSWORD } from './demo-people.ts';
import { Doorkeeper } from './doorkeeper.ts';
import { PeopleBook, type Asker } from './people-book.ts';
import { SYSTEM } from './principal.ts';
import { PeopleRefused } from './refusal.ts';
import { Sessions } from './sessions.ts';
import type { PeopleStores } from './stores.ts';

const T = Date.UTC(2026, 10, 22);
const admin: Asker = { by: { kind: 'person', id: 1, name: 'admin' }, now: T, address: '10.0.0.1' };

async function openBook() {
  const { ledger } = await ledgerWith(buildStation(), []);
  const { people, sessions: kept, audit } = ledger;
  const stores: PeopleStores = { people, sessions: kept, audit, commit: (work) => ledger.commit(work) };
  const sessions = new Sessions(stores, { idle: HOUR, absolute: 8 * HOUR });
  const acts = () => audit.find({ limit: 100 }).map(({ actor, act, target }) => `${actor} ${act} ${String(target)}`);
  return { book: new PeopleBook(stores, sessions), door: new Doorkeeper(stores, sessions), sessions, acts };
}

const refusal = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    return error instanceof PeopleRefused ? error.code : String(error);
  }
};

const li: NewPerson = { name: 'li', fullName: 'Li', role: 'maintainer', districts: ['中心区'] };

describe('a start', () => {
  it('makes an admin where there is nobody, with a password that is told once and due to be changed', async () => {
    const { book, door, acts } = await openBook();
    const first = await book.begin(false, T);
    expect(first?.person).toMatchObject({ name: 'admin', role: 'admin', mustChangePassword: true, districts: null });
    expect(await book.begin(false, T + 1)).toBeNull();
    expect(acts()).toEqual(['clearwell person.create admin']);
    const { person } = await door.signIn({ name: 'admin', password: String(first?.password) }, admin);
    expect(person.name).toBe('admin');
  });

  it('makes an admin also where those there are hold no admin in use, under a name that is free', async () => {
    const { book, door } = await openBook();
    await book.begin(true, T);
    await book.create(li, admin);
    const first = await book.begin(false, T);
    expect(first?.person).toMatchObject({ name: 'admin', role: 'admin' });
    const id = Number(first?.person.id);
    await book.begin(true, T);
    // The ready admin of the demo is there meanwhile.
    book.change(id, { fullName: 'Gone', role: 'admin', districts: null, active: false }, admin);
    const second = await book.begin(false, T);
    expect(second?.person.name).toBe('admin-2');
    await door.signIn({ name: 'admin-2', password: String(second?.password) }, admin);
    expect(await book.begin(false, T)).toBeNull();
  });

  it('of a demo has a ready account of each role; without the demo none of them gets in', async () => {
    const { book, door, sessions } = await openBook();
    expect(await book.begin(true, T)).toBeNull();
    expect(book.all().map(({ role, demo, active }) => ({ role, demo, active }))).toEqual(
      ROLES.map((role) => ({ role, demo: true, active: true })),
    );
    const { token } = await door.signIn({ name: 'demo-admin', password: DEMO_PASSWORD }, admin);
    const first = await book.begin(false, T);
    expect(first?.person.name).toBe('admin');
    expect(sessions.find(token, T)).toBeNull();
    await expect(door.signIn({ name: 'demo-admin', password: DEMO_PASSWORD }, admin)).rejects.toThrow(PeopleRefused);
    await book.begin(true, T);
    await door.signIn({ name: 'demo-admin', password: DEMO_PASSWORD }, admin);
  });
});

describe('the book of people', () => {
  it('keep the telephone they are known by until another is said, or none', async () => {
    const { book } = await openBook();
    const { person } = await book.create({ ...li, phone: '0371-6666 0017' }, admin);
    const phones = () => book.all().map(({ phone }) => phone);
    await book.resetPassword(person.id, admin);
    expect([person.phone, ...phones()]).toEqual(['0371-6666 0017', '0371-6666 0017']);
    const change = { fullName: 'Li', role: 'maintainer', districts: null, active: true } as const;
    expect(book.change(person.id, { ...change, phone: '110' }, admin).phone).toBe('110');
    expect(book.change(person.id, { ...change, phone: null }, admin).phone).toBeNull();
    expect(phones()).toEqual([null]);
  });

  it('gives a name once, also after somebody is out of use', async () => {
    const { book } = await openBook();
    const { person } = await book.create(li, admin);
    book.change(person.id, { ...li, districts: null, active: false }, admin);
    await expect(book.create(li, admin)).rejects.toMatchObject({ code: 'name_taken' });
  });

  it('ends the sessions of whoever may do something else than before, and no others', async () => {
    const { book, door, sessions } = await openBook();
    const { person, password } = await book.create(li, admin);
    const enter = async () => (await door.signIn({ name: 'li', password }, admin)).token;
    const isIn = (token: string) => sessions.find(token, T) !== null;
    const change = { fullName: 'Li Ming', role: 'maintainer', districts: ['中心区'], active: true } as const;
    const token = await enter();
    book.change(person.id, { ...change, districts: [...change.districts] }, admin);
    expect(isIn(token)).toBe(true);
    book.change(person.id, { ...change, districts: ['河屿'] }, admin);
    expect(isIn(token)).toBe(false);
    const again = await enter();
    book.change(person.id, { ...change, role: 'viewer', districts: ['河屿'] }, admin);
    expect(isIn(again)).toBe(false);
  });

  it('gives a new password that is due to be changed; the old one and its sessions are over', async () => {
    const { book, door, sessions, acts } = await openBook();
    const { person, password } = await book.create(li, admin);
    const { token } = await door.signIn({ name: 'li', password }, admin);
    const given = await book.resetPassword(person.id, admin);
    expect(given.person.mustChangePassword).toBe(true);
    expect(sessions.find(token, T)).toBeNull();
    await expect(door.signIn({ name: 'li', password }, admin)).rejects.toMatchObject({ code: 'wrong_credentials' });
    await door.signIn({ name: 'li', password: given.password }, admin);
    expect(acts()).toContain('admin person.reset_password li');
  });

  it('keeps the last admin, and the accounts of a demo as they are', async () => {
    const { book } = await openBook();
    await book.begin(true, T);
    const ready = book.all().at(-1);
    expect(refusal(() => book.change(Number(ready?.id), { ...li, districts: null, active: false }, admin))).toBe(
      'demo_account',
    );
    const first = await book.begin(false, T);
    const id = Number(first?.person.id);
    const asAdmin = { fullName: 'A', role: 'admin', districts: null, active: true } as const;
    expect(refusal(() => book.change(id, { ...asAdmin, active: false }, admin))).toBe('last_admin');
    expect(refusal(() => book.change(id, { ...asAdmin, role: 'viewer' }, admin))).toBe('last_admin');
    await book.create({ ...asAdmin, name: 'second', role: 'admin' }, { ...admin, by: SYSTEM });
    expect(refusal(() => book.change(id, { ...asAdmin, role: 'viewer' }, admin))).toBe('done');
    expect(refusal(() => book.change(99, { ...asAdmin }, admin))).toBe('unknown_person');
  });
});
