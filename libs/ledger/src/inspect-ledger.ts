import type { EpochMs } from '@clearwell/water-quality';
import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { LEDGER_MARK } from './ledger-mark.ts';
import { LedgerFileError, migrationsIn } from './migrate.ts';
import { MIGRATIONS } from './schema.ts';

/** What is in the file of a ledger. */
export interface LedgerFacts {
  readonly bytes: number;
  readonly stations: number;
  readonly readings: number;
  /** Sampling time of the newest reading that was judged. */
  readonly newestSampledAt: EpochMs | null;
  /** Newest step of its schema, such as `0003-registration`. */
  readonly schema: string;
  /** It is of an older version: the next start brings it up to date. */
  readonly isOlder: boolean;
}

/**
 * Reads a ledger that nobody writes to from end to end, as far as SQLite can tell what is damaged.
 * @throws LedgerFileError for a file that is none, that is damaged, or that a newer version wrote
 */
export function inspectLedger(file: string): LedgerFacts {
  if (!existsSync(file)) throw new LedgerFileError(`${file} is not there`);
  const database = new DatabaseSync(file);
  try {
    return readFacts(file, database);
  } catch (error) {
    if (error instanceof LedgerFileError) throw error;
    throw new LedgerFileError(`${file} can't be read as a ledger: ${(error as Error).message}`, { cause: error });
  } finally {
    database.close();
  }
}

function readFacts(file: string, database: DatabaseSync): LedgerFacts {
  const numberOf = (sql: string): number => Number(Object.values(database.prepare(sql).get() ?? {})[0]);
  const steps = migrationsIn(database);
  const mark = numberOf('pragma application_id');
  // A ledger of before it was marked is known by its steps.
  if ((mark !== LEDGER_MARK && mark !== 0) || steps.length === 0)
    throw new LedgerFileError(`${file} is no ledger of Clearwell: name the file that npm run backup wrote`);
  const newer = steps.filter((step) => !(step in MIGRATIONS));
  if (newer.length > 0)
    throw new LedgerFileError(
      `${file} was written by a newer version of Clearwell (${newer.join(', ')}): install that version first`,
    );
  const damage = database
    .prepare('pragma integrity_check(3)')
    .all()
    .map((row) => String(row['integrity_check']));
  if (damage.join() !== 'ok')
    throw new LedgerFileError(`${file} is damaged (${damage.join('; ')}): take another backup`);
  const newest = database
    .prepare(
      `select max(r.sampled_at) as at from station s join reading r on r.station = s.key and r.ahead = 0
         and r.sampled_at = (select max(sampled_at) from reading where station = s.key and ahead = 0)`,
    )
    .get();
  return {
    bytes: statSync(file).size,
    stations: numberOf('select count(*) from station'),
    readings: numberOf('select count(*) from reading'),
    newestSampledAt: (newest?.['at'] as number | null | undefined) ?? null,
    schema: steps.at(-1) ?? '',
    isOlder: steps.length < Object.keys(MIGRATIONS).length,
  };
}
