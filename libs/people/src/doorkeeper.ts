import type { PasswordChange, SignIn } from '@clearwell/contracts/people';
import type { EpochMs } from '@clearwell/water-quality';
import { Attempts } from './attempts.ts';
import { hashPassword, isPassword, makePassword } from './password-hash.ts';
import { findPasswordFault, sayPasswordFault, type PasswordFault } from './password-policy.ts';
import { nameKey, type Person } from './person.ts';
import type { Actor } from './principal.ts';
import { PeopleRefused } from './refusal.ts';
import { sessionIdOf, type Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import type { PeopleStores } from './stores.ts';

/** When and from where something is asked for. */
export interface Origin {
  readonly now: EpochMs;
  readonly address: string | null;
}

export interface SignedIn {
  readonly person: Person;
  readonly session: Session;
  /** For the cookie; kept nowhere. */
  readonly token: string;
}

const ANYBODY = 'Name or password is not right';

const actor = ({ id, name }: Person): Actor => ({ kind: 'person', id, name });
const stranger = (name: string): Actor => ({ kind: 'anonymous', id: null, name });

/** Signs people in and out, and takes their new passwords. */
export class Doorkeeper {
  readonly #stores: PeopleStores;
  readonly #sessions: Sessions;
  readonly #attempts = new Attempts();
  /** Who is not there is checked against this: a wrong name takes as long as a wrong password. */
  readonly #nobody: Promise<string>;
  readonly #isPassword: typeof isPassword;

  constructor(stores: PeopleStores, sessions: Sessions, lookAt = isPassword) {
    this.#stores = stores;
    this.#sessions = sessions;
    this.#isPassword = lookAt;
    this.#nobody = hashPassword(makePassword());
  }

  /**
   * Begins a session of its own for whoever gives the right password; `former`, which the browser came with, is over.
   * @throws PeopleRefused in the same words whether the name or the password is wrong
   */
  async signIn({ name: typed, password }: SignIn, origin: Origin, former: string | null = null): Promise<SignedIn> {
    const { now, address } = origin;
    const name = nameKey(typed);
    this.#holdOff(name, origin);
    const before = this.#stores.people.byName(name);
    const isActive = before?.active === true;
    const isRight = await this.#isPassword(password, isActive ? before.passwordHash : await this.#nobody);
    // Somebody may have changed the person while the password was looked at.
    const person = this.#stores.people.byName(name);
    if (!isRight || person?.active !== true || person.passwordHash !== before?.passwordHash) {
      this.#log(stranger(name), 'session.sign_in', 'refused', origin);
      throw new PeopleRefused('wrong_credentials', ANYBODY);
    }
    this.#attempts.succeed(name, address);
    const { ended, ...begun } = this.#stores.commit(() => {
      this.#add(actor(person), 'session.sign_in', 'done', origin);
      const ids = former === null ? [] : this.#sessions.end([sessionIdOf(former)]);
      return { ended: ids, ...this.#sessions.begin(person, address, now) };
    });
    this.#sessions.tell(ended);
    return { person, ...begun };
  }

  /** @param everywhere also in all other browsers */
  signOut({ person, session }: Omit<SignedIn, 'token'>, everywhere: boolean, origin: Origin): void {
    const act = everywhere ? 'session.sign_out_everywhere' : 'session.sign_out';
    const ended = this.#stores.commit(() => {
      this.#add(actor(person), act, 'done', origin);
      return everywhere ? this.#sessions.endAllOf(person.id) : this.#sessions.end([session.id]);
    });
    this.#sessions.tell(ended);
  }

  /**
   * Takes a new password for the old one; all sessions are over, and a new one begins.
   * @throws PeopleRefused
   */
  async changePassword(person: Person, { current, next }: PasswordChange, origin: Origin): Promise<SignedIn> {
    if (person.demo) throw new PeopleRefused('demo_account', 'The account of a demo keeps its password');
    this.#holdOff(person.name, origin);
    if (!(await this.#isPassword(current, person.passwordHash))) {
      this.#log(actor(person), 'password.change', 'refused', origin);
      throw new PeopleRefused('wrong_credentials', 'The present password is not right');
    }
    this.#attempts.succeed(person.name, origin.address);
    expectGoodPassword(next, person.name, current);
    const passwordHash = await hashPassword(next);
    const { ended, ...begun } = this.#stores.commit(() => {
      const standing = this.#stores.people.byId(person.id);
      if (standing?.passwordHash !== person.passwordHash || !standing.active)
        throw new PeopleRefused('wrong_credentials', 'The password was changed meanwhile: sign in again');
      const changed = { ...standing, passwordHash, mustChangePassword: false };
      this.#stores.people.update(changed);
      this.#add(actor(person), 'password.change', 'done', origin);
      const ids = this.#sessions.endAllOf(person.id);
      return { ended: ids, person: changed, ...this.#sessions.begin(changed, origin.address, origin.now) };
    });
    this.#sessions.tell(ended);
    return begun;
  }

  #holdOff(name: string, { now, address }: Origin): void {
    const wait = this.#attempts.wait(name, address, now);
    if (wait > 0) {
      const minutes = String(Math.ceil(wait / 60_000));
      throw new PeopleRefused('too_many_attempts', `Too many wrong passwords: try again in ${minutes} min`, wait);
    }
    this.#attempts.begin(name, address, now);
  }

  #log(who: Actor, act: string, outcome: 'refused', origin: Origin): void {
    this.#stores.commit(() => {
      this.#add(who, act, outcome, origin);
    });
  }

  #add(who: Actor, act: string, outcome: 'done' | 'refused', { now, address }: Origin): void {
    this.#stores.audit.add({ at: now, actor: who, act, target: who.name, outcome, detail: null, address });
  }
}

function expectGoodPassword(next: string, name: string, current: string): void {
  const fault: PasswordFault | null = next === current ? 'unchanged' : findPasswordFault(next, name);
  if (fault !== null) throw new PeopleRefused(`password_${fault}`, sayPasswordFault(fault));
}
