import { ROLES, type NewPerson, type PersonChange } from '@clearwell/contracts/people';
import type { EpochMs } from '@clearwell/water-quality';
import { DEMO_PASSWORD, demoPerson } from './demo-people.ts';
import type { Origin } from './doorkeeper.ts';
import { hashPassword, makePassword } from './password-hash.ts';
import type { Person } from './person.ts';
import { SYSTEM, type Actor } from './principal.ts';
import { PeopleRefused } from './refusal.ts';
import type { Sessions } from './sessions.ts';
import type { PeopleStores } from './stores.ts';

export const FIRST_ADMIN = 'admin';

/** A person and the password they were given: told this once. */
export interface Given {
  readonly person: Person;
  readonly password: string;
}

/** Who asks for a change, when and from where. */
export interface Asker extends Origin {
  readonly by: Actor;
}

/** All persons, and what admins do to them. Every change stands in the audit log by the same commit. */
export class PeopleBook {
  readonly #stores: PeopleStores;
  readonly #sessions: Sessions;

  constructor(stores: PeopleStores, sessions: Sessions) {
    this.#stores = stores;
    this.#sessions = sessions;
  }

  all(): readonly Person[] {
    return this.#stores.people.all();
  }

  /** @throws PeopleRefused where the name is taken, also by somebody long gone */
  async create(asked: NewPerson, asker: Asker): Promise<Given> {
    const password = makePassword();
    const passwordHash = await hashPassword(password);
    const rest = { passwordHash, mustChangePassword: true, active: true, demo: false, createdAt: asker.now };
    const person = this.#stores.commit(() => {
      if (this.#stores.people.byName(asked.name) !== undefined)
        throw new PeopleRefused('name_taken', `There is, or was, a person ${asked.name}: take another name`);
      const { name, fullName, phone = null, role, districts } = asked;
      const id = this.#stores.people.add({ name, fullName, phone, role, districts, ...rest });
      this.#log('person.create', asked.name, `${role}; ${areaText(districts)}`, asker);
      return { id, name, fullName, phone, role, districts, ...rest };
    });
    return { person, password };
  }

  /**
   * Another name on the screen, telephone, role, area, or out of use. Who may do something else than before signs in anew.
   * @throws PeopleRefused
   */
  change(id: number, { fullName, phone, role, districts, active }: PersonChange, asker: Asker): Person {
    const { person, ended } = this.#stores.commit(() => {
      const before = this.#find(id);
      const changed = { ...before, fullName, phone: phone ?? null, role, districts, active };
      if (isAdmin(before) && !isAdmin(changed)) this.#expectOtherAdmin(before);
      this.#stores.people.update(changed);
      const state = active ? '' : '; out of use';
      this.#log('person.change', before.name, `${role}; ${areaText(districts)}${state}`, asker);
      const mayOther = role !== before.role || !active || areaText(districts) !== areaText(before.districts);
      return { person: changed, ended: mayOther ? this.#sessions.endAllOf(id) : [] };
    });
    this.#sessions.tell(ended);
    return person;
  }

  /** Gives a new password, to be changed at once; whoever is signed in by the old one is out. @throws PeopleRefused */
  async resetPassword(id: number, asker: Asker): Promise<Given> {
    this.#find(id);
    const password = makePassword();
    const passwordHash = await hashPassword(password);
    const { person, ended } = this.#stores.commit(() => {
      const changed = { ...this.#find(id), passwordHash, mustChangePassword: true };
      this.#stores.people.update(changed);
      this.#log('person.reset_password', changed.name, null, asker);
      return { person: changed, ended: this.#sessions.endAllOf(id) };
    });
    this.#sessions.tell(ended);
    return { person, password };
  }

  /**
   * Who there must be at a start: in a demo a ready account of each role, else no such account, and an admin in use.
   * Returns the admin, where one was made: nobody else can tell the password.
   */
  async begin(withDemo: boolean, now: EpochMs): Promise<Given | null> {
    const asker: Asker = { by: SYSTEM, address: null, now };
    if (withDemo) {
      await this.#beginDemo(now);
      return null;
    }
    this.endDemo(now);
    if (this.all().some(isAdmin)) return null;
    const name = this.#freeName(FIRST_ADMIN);
    return this.create({ name, fullName: '管理员 Administrator', role: 'admin', districts: null }, asker);
  }

  /** Names are given once: somebody else may have had this one. */
  #freeName(wanted: string, number = 1): string {
    const name = number === 1 ? wanted : `${wanted}-${String(number)}`;
    return this.#stores.people.byName(name) === undefined ? name : this.#freeName(wanted, number + 1);
  }

  async #beginDemo(now: EpochMs): Promise<void> {
    for (const role of ROLES) {
      const ready = demoPerson(role);
      const there = this.#stores.people.byName(ready.name);
      if (there?.active === true) continue;
      const passwordHash = there?.passwordHash ?? (await hashPassword(DEMO_PASSWORD));
      this.#stores.commit(() => {
        if (there === undefined) this.#stores.people.add({ ...ready, passwordHash, createdAt: now });
        else if (there.demo) this.#stores.people.update({ ...there, active: true });
      });
    }
  }

  /** Puts the ready accounts out of use: their password is known to all. */
  endDemo(now: EpochMs): void {
    const asker: Asker = { by: SYSTEM, address: null, now };
    const ready = this.all().filter(({ demo, active }) => demo && active);
    for (const person of ready) {
      const ended = this.#stores.commit(() => {
        this.#stores.people.update({ ...person, active: false });
        this.#log('person.change', person.name, 'out of use: this is no demo', asker);
        return this.#sessions.endAllOf(person.id);
      });
      this.#sessions.tell(ended);
    }
  }

  /** @throws PeopleRefused for the ready accounts of a demo, too: whoever comes next wants them as they were */
  #find(id: number): Person {
    const person = this.#stores.people.byId(id);
    if (person === undefined) throw new PeopleRefused('unknown_person', 'There is no such person');
    if (person.demo) throw new PeopleRefused('demo_account', 'The accounts of a demo stay as they are');
    return person;
  }

  #expectOtherAdmin({ id }: Person): void {
    if (this.all().some((other) => other.id !== id && isAdmin(other))) return;
    throw new PeopleRefused('last_admin', 'This is the last admin in use: make another one first');
  }

  #log(act: string, target: string, detail: string | null, { by, now, address }: Asker): void {
    this.#stores.audit.add({ at: now, actor: by, act, target, outcome: 'done', detail, address });
  }
}

const isAdmin = ({ role, active }: Person): boolean => active && role === 'admin';

const areaText = (districts: readonly string[] | null): string =>
  districts === null ? 'all districts' : [...districts].sort().join(', ');
