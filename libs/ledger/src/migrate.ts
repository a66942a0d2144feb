import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS, type Tables } from './schema.ts';

/** Brings the tables up to date, or to where the migrations given end. */
export async function migrate(kysely: Kysely<Tables>, database: DatabaseSync, migrations = MIGRATIONS): Promise<void> {
  const steps = Object.entries(migrations).map(([name, sql]) => [
    name,
    {
      up: () => {
        database.exec(sql);
        return Promise.resolve();
      },
    },
  ]);
  const provider = { getMigrations: () => Promise.resolve(Object.fromEntries(steps)) };
  const { error } = await new Migrator({ db: kysely, provider }).migrateToLatest();
  if (error !== undefined) throw new Error('The ledger could not be brought up to date', { cause: error });
}
