import type { Station, StationId } from '@clearwell/water-quality';

/** What the register needs kept. */
export interface StationStore {
  all(): readonly Station[];
  put(station: Station): void;
}

/** The stations of this server. Looked up for every reading, so it is held in memory. */
export class StationRegister {
  readonly #store: StationStore;
  readonly #stations: Map<StationId, Station>;

  constructor(store: StationStore) {
    this.#store = store;
    this.#stations = new Map(store.all().map((station) => [station.id, station]));
  }

  find(id: StationId): Station | undefined {
    return this.#stations.get(id);
  }

  all(): readonly Station[] {
    return [...this.#stations.values()];
  }

  /** Registers a station, or changes what is known of it. Its channels keep their places: new ones come after them. */
  put(station: Station): void {
    const before = this.#stations.get(station.id);
    const kept = before === undefined ? station : { ...station, channels: inPlace(before, station) };
    this.#store.put(kept);
    this.#stations.set(kept.id, kept);
  }
}

function inPlace(before: Station, after: Station): Station['channels'] {
  const fresh = new Map(after.channels.map((channel) => [channel.key, channel]));
  const known = new Set(before.channels.map((channel) => channel.key));
  const kept = before.channels.map((channel) => fresh.get(channel.key) ?? channel);
  return [...kept, ...after.channels.filter((channel) => !known.has(channel.key))];
}
