import type { Occasion, Seal } from '@clearwell/alerts';
import type { AlertId } from '@clearwell/water-quality';
import { createHash } from 'node:crypto';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

type Row = Record<string, SQLOutputValue>;

/** What is shorter is kept as it is, in bytes. */
const PACKED_FROM = 4_096;

export const digestOf = (blob: Uint8Array): string => createHash('sha256').update(blob).digest('hex');

/** What was sealed, and the seals. Rows are only ever added: the tables themselves refuse all else. */
export class EvidenceTable {
  readonly #sql: Record<'keepText' | 'keepSeal' | 'newest' | 'ofAlert' | 'text', StatementSync>;

  constructor(database: DatabaseSync) {
    this.#sql = {
      keepText: database.prepare('insert into evidence (number, packing, bundle) values (?, ?, ?)'),
      keepSeal: database.prepare(
        `insert into seal (number, alert, occasion, sealed_at, previous, hash, digest) values (?, ?, ?, ?, ?, ?, ?)`,
      ),
      newest: database.prepare('select * from seal order by number desc limit 1'),
      ofAlert: database.prepare('select * from seal where alert = ? order by number'),
      text: database.prepare('select packing, bundle from evidence where number = ?'),
    };
  }

  /** @param text what was sealed, in its canonical form */
  keep({ number, alert, occasion, sealedAt, previous, hash }: Seal, text: string): void {
    const bytes = Buffer.from(text);
    const isPacked = bytes.length >= PACKED_FROM;
    const blob = isPacked ? zstdCompressSync(bytes) : bytes;
    this.#sql.keepText.run(number, isPacked ? 'zstd' : 'plain', blob);
    this.#sql.keepSeal.run(number, alert, occasion, sealedAt, previous, hash, digestOf(blob));
  }

  /** The end of the chain; null: nothing was sealed yet. */
  newest(): Seal | null {
    const row = this.#sql.newest.get();
    return row === undefined ? null : toSeal(row);
  }

  /** In order. */
  ofAlert(alert: AlertId): readonly Seal[] {
    return this.#sql.ofAlert.all(alert).map(toSeal);
  }

  /** What was sealed. @throws where it is gone, or can't be read any more */
  text(number: number): string {
    const row = this.#sql.text.get(number);
    if (row === undefined) throw new Error(`The evidence of seal ${String(number)} is gone`);
    return unpack(row);
  }
}

export const toSeal = (row: Row): Seal => ({
  number: row['number'] as number,
  alert: row['alert'] as AlertId,
  occasion: row['occasion'] as Occasion,
  sealedAt: row['sealed_at'] as number,
  previous: row['previous'] as string | null,
  hash: row['hash'] as string,
});

/** @throws where the bytes are not what was packed */
export function unpack(row: Row): string {
  const blob = row['bundle'] as Uint8Array;
  return (row['packing'] === 'zstd' ? zstdDecompressSync(blob) : Buffer.from(blob)).toString('utf8');
}
