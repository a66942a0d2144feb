import type { Seal } from '@clearwell/alerts';
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { digestOf, toSeal, unpack } from './evidence-table.ts';
import { LedgerFileError } from './migrate.ts';

/** The chain of seals as a file has it, whoever wrote to that file. */
export interface KeptEvidence {
  /** In order. */
  readonly seals: Iterable<Seal>;
  /** What was sealed; null where its bytes are not those that were kept, undefined where it is gone. */
  textOf(seal: Seal): string | null | undefined;
  /** Evidence whose seal is gone, by number. */
  unsealed(): readonly number[];
}

/**
 * Hands out the evidence of a ledger as it stands at one moment, also beneath a running server. Nothing is written.
 * @throws LedgerFileError for a file that is none, or has no evidence yet; what SQLite throws where the file itself is damaged
 */
export function readEvidence<T>(file: string, read: (evidence: KeptEvidence) => T): T {
  if (!existsSync(file)) throw new LedgerFileError(`There is no ledger at ${file}`);
  // One that may only read would leave its log behind where no server runs.
  const database = new DatabaseSync(file);
  try {
    database.exec('pragma query_only = on; pragma busy_timeout = 5000; begin');
    if (database.prepare("select 1 from sqlite_schema where name = 'seal'").get() === undefined)
      throw new LedgerFileError(`${file} has no evidence: it is of a version before there was any, or no ledger`);
    return read(evidenceIn(database));
  } finally {
    database.close();
  }
}

function evidenceIn(database: DatabaseSync): KeptEvidence {
  const seals = database.prepare('select * from seal order by number');
  const kept = database.prepare(
    'select e.packing, e.bundle, s.digest from evidence e join seal s on s.number = e.number where e.number = ?',
  );
  const unsealed = database.prepare(
    'select number from evidence where number not in (select number from seal) order by number',
  );
  return {
    seals: seals.all().map(toSeal),
    textOf: ({ number }) => {
      const row = kept.get(number);
      if (row === undefined) return undefined;
      try {
        return digestOf(row['bundle'] as Uint8Array) === row['digest'] ? unpack(row) : null;
      } catch {
        return null;
      }
    },
    unsealed: () => unsealed.all().map((row) => row['number'] as number),
  };
}
