import { MINUTE, type EpochMs } from '@clearwell/water-quality';
import type { Person } from './person.ts';
import { endsAt, isOver, makeToken, sessionIdOf, type Lifetimes, type Session } from './session.ts';
import type { PeopleStores } from './stores.ts';

/** That somebody is there is written down no more often. */
const NOTED_EVERY = MINUTE;

type EndListener = (ids: readonly string[]) => void;

/** Who is signed in where. Each change is part of a commit of whoever asks for it; who listens is told after. */
export class Sessions {
  readonly lifetimes: Lifetimes;
  readonly #stores: PeopleStores;
  readonly #listeners: EndListener[] = [];

  constructor(stores: PeopleStores, lifetimes: Lifetimes) {
    this.#stores = stores;
    this.lifetimes = lifetimes;
  }

  /** Told of sessions that are over, whatever ended them. */
  onEnd(listener: EndListener): void {
    this.#listeners.push(listener);
  }

  /**
   * The person and session of a token; null for one that is unknown or over.
   * @param isPresent somebody is at the page, and keeps it from idling: what a page asks for by itself does not
   */
  find(token: string, now: EpochMs, isPresent = true): { readonly person: Person; readonly session: Session } | null {
    const session = this.#stores.sessions.find(sessionIdOf(token));
    if (session === undefined || isOver(session, this.lifetimes, now)) return null;
    const person = this.#stores.people.byId(session.person);
    if (person?.active !== true) return null;
    if (isPresent && now - session.seenAt >= Math.min(NOTED_EVERY, this.lifetimes.idle / 4))
      this.#note(session.id, now);
    return { person, session };
  }

  #note(id: string, now: EpochMs): void {
    try {
      this.#stores.commit(() => {
        this.#stores.sessions.touch(id, now);
      });
    } catch {
      // A disk that is full must not keep people from looking.
    }
  }

  /** Inside a commit. */
  begin(person: Person, address: string | null, now: EpochMs): { readonly token: string; readonly session: Session } {
    const token = makeToken();
    const session = { id: sessionIdOf(token), person: person.id, beganAt: now, seenAt: now, address };
    this.#stores.sessions.add(session);
    return { token, session };
  }

  /** Inside a commit; `tell` of them after it. Returns those it ended. */
  endAllOf(person: number): readonly string[] {
    return this.end(this.#stores.sessions.ofPerson(person).map(({ id }) => id));
  }

  /** Inside a commit; `tell` of them after it. */
  end(ids: readonly string[]): readonly string[] {
    for (const id of ids) this.#stores.sessions.remove(id);
    return ids;
  }

  tell(ids: readonly string[]): void {
    if (ids.length > 0) for (const listener of this.#listeners) listener(ids);
  }

  /** Ends what time has ended. */
  sweep(now: EpochMs): void {
    const over = this.#stores.sessions.all().filter((session) => isOver(session, this.lifetimes, now));
    if (over.length === 0) return;
    this.tell(this.#stores.commit(() => this.end(over.map(({ id }) => id))));
  }

  endsAt(session: Session): EpochMs {
    return endsAt(session, this.lifetimes);
  }
}
