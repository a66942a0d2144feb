import type { IncompleteSequence, SequenceMemory } from '@clearwell/ingest';
import { addToRanges, holesBetween, type SeqRanges, type StationId } from '@clearwell/water-quality';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { StationTable } from './station-table.ts';

/** Which readings of each station and `boot` have been received. */
export class SequenceTable implements SequenceMemory {
  readonly #stations: StationTable;
  readonly #find: StatementSync;
  readonly #keep: StatementSync;
  readonly #incomplete: StatementSync;

  constructor(database: DatabaseSync, stations: StationTable) {
    this.#stations = stations;
    this.#find = database.prepare('select ranges from sequence where station = ? and boot = ?');
    this.#keep = database.prepare('insert or replace into sequence values (?, ?, ?, ?)');
    this.#incomplete = database.prepare(
      'select s.id, q.boot, q.ranges from sequence q join station s on s.key = q.station where q.holes > 0',
    );
  }

  /** Notes readings as received. */
  add(id: StationId, boot: number, seqs: readonly number[]): void {
    const { key } = this.#stations.layout(id);
    const row = this.#find.get(key, boot);
    const before = row === undefined ? [] : (JSON.parse(row['ranges'] as string) as SeqRanges);
    const ranges = addToRanges(before, seqs);
    this.#keep.run(key, boot, JSON.stringify(ranges), holesBetween(ranges).length);
  }

  /** Readings in all holes together. */
  missing(): number {
    const holes = this.incomplete().flatMap((sequence) => sequence.holes);
    return holes.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  }

  incomplete(): readonly IncompleteSequence[] {
    return this.#incomplete.all().map((row) => ({
      station: row['id'] as StationId,
      boot: row['boot'] as number,
      holes: holesBetween(JSON.parse(row['ranges'] as string) as SeqRanges),
    }));
  }
}
