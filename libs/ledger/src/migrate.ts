import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS, type Tables } from './schema.ts';

/** A file that can't serve as a ledger; the message says why, and what to do. */
export class LedgerFileError extends Error {}

/**
 * Brings the tables up to date, or to where the migrations given end.
 * @throws LedgerFileError when a newer version has changed them already; the file stays as it is
 */
export async function migrate(kysely: Kysely<Tables>, database: DatabaseSync, migrations = MIGRATIONS): Promise<void> {
  const unknown = migrationsIn(database).filter((name) => !(name in migrations));
  if (unknown.length > 0) {
    const what = `its ledger was written by a newer version of Clearwell (${unknown.join(', ')})`;
    throw new LedgerFileError(`${what}: install that version again, or restore a backup that this version made`);
  }
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
  if (error === undefined) return;
  const why = error instanceof Error ? error.message : JSON.stringify(error);
  throw new LedgerFileError(`its ledger could not be brought up to date and stays as it was: ${why}`, { cause: error });
}

/** Steps that have made the tables what they are, in order; none in a file that is no ledger. */
export function migrationsIn(database: DatabaseSync): string[] {
  const hasSteps = database.prepare("select 1 from sqlite_schema where name = 'kysely_migration'").get();
  if (hasSteps === undefined) return [];
  return database
    .prepare('select name from kysely_migration order by name')
    .all()
    .map((row) => String(row['name']));
}
