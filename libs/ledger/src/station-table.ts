import type { Station, StationId } from '@clearwell/water-quality';
import type { StationStore } from '@clearwell/stations';
import type { DatabaseSync } from 'node:sqlite';

/** A station with the number that stands for it in the ledger's rows. */
export interface StoredStation {
  readonly key: number;
  readonly station: Station;
}

/** The register's rows, held in memory: every reading looks its station up. */
export class StationTable implements StationStore {
  readonly #database: DatabaseSync;
  readonly #stations = new Map<StationId, StoredStation>();

  constructor(database: DatabaseSync) {
    this.#database = database;
    for (const row of database.prepare('select key, document from station order by key').all()) {
      const station = JSON.parse(row['document'] as string) as Station;
      this.#stations.set(station.id, { key: row['key'] as number, station });
    }
  }

  all(): readonly Station[] {
    return [...this.#stations.values()].map((stored) => stored.station);
  }

  get(id: StationId): StoredStation {
    const stored = this.#stations.get(id);
    if (stored === undefined) throw new Error(`Station ${id} is not registered`);
    return stored;
  }

  put(station: Station): void {
    const row = this.#database
      .prepare(
        'insert into station (id, document) values (?, ?) on conflict (id) do update set document = excluded.document returning key',
      )
      .get(station.id, JSON.stringify(station));
    this.#stations.set(station.id, { key: row?.['key'] as number, station });
  }
}
