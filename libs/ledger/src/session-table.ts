import type { Session, SessionStore } from '@clearwell/people';
import type { EpochMs } from '@clearwell/water-quality';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';

/** Who is signed in where; of a token only its hash. */
export class SessionTable implements SessionStore {
  readonly #sql: Record<'find' | 'ofPerson' | 'all' | 'add' | 'touch' | 'remove', StatementSync>;

  constructor(database: DatabaseSync) {
    this.#sql = {
      find: database.prepare('select * from session where id = ?'),
      ofPerson: database.prepare('select * from session where person = ?'),
      all: database.prepare('select * from session'),
      add: database.prepare('insert into session (id, person, began_at, seen_at, address) values (?, ?, ?, ?, ?)'),
      touch: database.prepare('update session set seen_at = ? where id = ?'),
      remove: database.prepare('delete from session where id = ?'),
    };
  }

  find(id: string): Session | undefined {
    const row = this.#sql.find.get(id);
    return row && toSession(row);
  }

  ofPerson(person: number): readonly Session[] {
    return this.#sql.ofPerson.all(person).map(toSession);
  }

  all(): readonly Session[] {
    return this.#sql.all.all().map(toSession);
  }

  add({ id, person, beganAt, seenAt, address }: Session): void {
    this.#sql.add.run(id, person, beganAt, seenAt, address);
  }

  touch(id: string, seenAt: EpochMs): void {
    this.#sql.touch.run(seenAt, id);
  }

  remove(id: string): void {
    this.#sql.remove.run(id);
  }
}

const toSession = (row: Record<string, SQLOutputValue>): Session => ({
  id: row['id'] as string,
  person: row['person'] as number,
  beganAt: row['began_at'] as number,
  seenAt: row['seen_at'] as number,
  address: row['address'] as string | null,
});
