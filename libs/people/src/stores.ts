import type { ActOutcome, ActorKind, AuditQuery } from '@clearwell/contracts/people';
import type { EpochMs } from '@clearwell/water-quality';
import type { Person } from './person.ts';
import type { Actor } from './principal.ts';
import type { Session } from './session.ts';

export interface PersonStore {
  all(): readonly Person[];
  byId(id: number): Person | undefined;
  byName(name: string): Person | undefined;
  /** Returns the new person's id. */
  add(person: Omit<Person, 'id'>): number;
  update(person: Person): void;
}

export interface SessionStore {
  find(id: string): Session | undefined;
  ofPerson(person: number): readonly Session[];
  all(): readonly Session[];
  add(session: Session): void;
  touch(id: string, seenAt: EpochMs): void;
  remove(id: string): void;
}

/** Something somebody did, or was not let do. */
export interface Act {
  readonly at: EpochMs;
  readonly actor: Actor;
  /** A permission, or `session.…`, `password.…`, `person.…`. */
  readonly act: string;
  readonly target: string | null;
  readonly outcome: ActOutcome;
  readonly detail: string | null;
  readonly address: string | null;
}

export interface AuditEntry extends Omit<Act, 'actor'> {
  readonly id: number;
  readonly actorKind: ActorKind;
  readonly actor: string;
}

/** Grows, and is never changed. */
export interface AuditStore {
  add(act: Act): void;
  /** Newest first. */
  find(query: AuditQuery): readonly AuditEntry[];
}

export interface PeopleStores {
  readonly people: PersonStore;
  readonly sessions: SessionStore;
  readonly audit: AuditStore;
  /** Runs `work` whole or not at all; durable when it returns. */
  commit<T>(work: () => T): T;
}
