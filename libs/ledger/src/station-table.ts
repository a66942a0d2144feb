import type { StationStore } from '@clearwell/stations';
import type { ChannelKey, Registrar, Registration, Station, StationId } from '@clearwell/water-quality';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';

/** How the ledger's rows speak of a station: by a number, and by the place of each channel it ever had. */
export interface Layout {
  readonly key: number;
  /** The place of a channel is the number of its value column, and its place in `flags`. */
  readonly slots: readonly ChannelKey[];
}

/** The register's rows. Layouts are held in memory: every reading needs one. */
export class StationTable implements StationStore {
  readonly #layouts = new Map<StationId, Layout>();
  readonly #sql: Record<'registrations' | 'slots' | 'addStation' | 'addSlot' | 'add', StatementSync>;

  constructor(database: DatabaseSync) {
    this.#sql = {
      registrations: database.prepare('select * from registration order by station, revision'),
      slots: database.prepare(
        'select s.id, s.key, c.channel from station s join channel_slot c on c.station = s.key order by s.key, c.slot',
      ),
      addStation: database.prepare('insert into station (id) values (?) returning key'),
      addSlot: database.prepare('insert into channel_slot values (?, ?, ?)'),
      add: database.prepare(
        `insert into registration (station, revision, valid_from, retired, recorded_at, recorded_by, document)
         values (?, ?, ?, ?, ?, ?, ?)`,
      ),
    };
    this.#restoreLayouts();
  }

  /** Also forgets what a transaction that was rolled back had added. */
  all(): readonly Registration[] {
    this.#restoreLayouts();
    return this.#sql.registrations.all().map(toRegistration);
  }

  /** @throws when the station was never added */
  layout(id: StationId): Layout {
    const layout = this.#layouts.get(id);
    if (layout === undefined) throw new Error(`Station ${id} is not registered`);
    return layout;
  }

  add({ station, revision, from, retired, recordedAt, recordedBy }: Registration): void {
    const { key, slots } = this.#layouts.get(station.id) ?? this.#addStation(station.id);
    const fresh = station.channels.map((channel) => channel.key).filter((channel) => !slots.includes(channel));
    fresh.forEach((channel, i) => this.#sql.addSlot.run(key, slots.length + i, channel));
    this.#layouts.set(station.id, { key, slots: [...slots, ...fresh] });
    this.#sql.add.run(key, revision, from, Number(retired), recordedAt, recordedBy, JSON.stringify(station));
  }

  #addStation(id: StationId): Layout {
    return { key: this.#sql.addStation.get(id)?.['key'] as number, slots: [] };
  }

  #restoreLayouts(): void {
    this.#layouts.clear();
    for (const row of this.#sql.slots.all()) {
      const id = row['id'] as StationId;
      const slots = this.#layouts.get(id)?.slots ?? [];
      this.#layouts.set(id, { key: row['key'] as number, slots: [...slots, row['channel'] as ChannelKey] });
    }
  }
}

const toRegistration = (row: Record<string, SQLOutputValue>): Registration => ({
  station: JSON.parse(row['document'] as string) as Station,
  from: row['valid_from'] as number,
  retired: row['retired'] === 1,
  revision: row['revision'] as number,
  recordedAt: row['recorded_at'] as number | null,
  recordedBy: row['recorded_by'] as Registrar,
});
