import type { Person, PersonStore } from '@clearwell/people';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';

const COLUMNS = `name, full_name, phone, role, districts, password_hash, must_change_password, active, demo, created_at`;

/** Who may sign in. */
export class PersonTable implements PersonStore {
  readonly #sql: Record<'all' | 'byId' | 'byName' | 'add' | 'update', StatementSync>;

  constructor(database: DatabaseSync) {
    this.#sql = {
      all: database.prepare('select * from person order by id'),
      byId: database.prepare('select * from person where id = ?'),
      byName: database.prepare('select * from person where name = ?'),
      add: database.prepare(`insert into person (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id`),
      update: database.prepare(`update person set (${COLUMNS}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) where id = ?`),
    };
  }

  all(): readonly Person[] {
    return this.#sql.all.all().map(toPerson);
  }

  byId(id: number): Person | undefined {
    const row = this.#sql.byId.get(id);
    return row && toPerson(row);
  }

  byName(name: string): Person | undefined {
    const row = this.#sql.byName.get(name);
    return row && toPerson(row);
  }

  add(person: Omit<Person, 'id'>): number {
    return this.#sql.add.get(...valuesOf(person))?.['id'] as number;
  }

  update(person: Person): void {
    this.#sql.update.run(...valuesOf(person), person.id);
  }
}

const valuesOf = (person: Omit<Person, 'id'>) => [
  person.name,
  person.fullName,
  person.phone,
  person.role,
  person.districts === null ? null : JSON.stringify(person.districts),
  person.passwordHash,
  Number(person.mustChangePassword),
  Number(person.active),
  Number(person.demo),
  person.createdAt,
];

const toPerson = (row: Record<string, SQLOutputValue>): Person => ({
  id: row['id'] as number,
  name: row['name'] as string,
  fullName: row['full_name'] as string,
  phone: row['phone'] as string | null,
  role: row['role'] as Person['role'],
  districts: row['districts'] === null ? null : (JSON.parse(row['districts'] as string) as readonly string[]),
  passwordHash: row['password_hash'] as string,
  mustChangePassword: row['must_change_password'] === 1,
  active: row['active'] === 1,
  demo: row['demo'] === 1,
  createdAt: row['created_at'] as number,
});
