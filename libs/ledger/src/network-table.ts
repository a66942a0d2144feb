import type { NetworkStore } from '@clearwell/stations';
import type { Link, Network } from '@clearwell/water-quality';
import type { DatabaseSync } from 'node:sqlite';

/** How water flows between stations, each network in force from an instant on. */
export class NetworkTable implements NetworkStore {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  all(): readonly Network[] {
    const rows = this.#database.prepare('select valid_from, recorded_at, links from network order by revision').all();
    return rows.map((row) => ({
      from: row['valid_from'] as number,
      recordedAt: row['recorded_at'] as number,
      links: JSON.parse(row['links'] as string) as readonly Link[],
    }));
  }

  add({ from, recordedAt, links }: Network): void {
    this.#database
      .prepare('insert into network (valid_from, recorded_at, links) values (?, ?, ?)')
      .run(from, recordedAt, JSON.stringify(links));
  }
}
