import { stationsFileSchema } from '@clearwell/contracts';
import { PARAMETERS, type Station, type StationId } from '@clearwell/water-quality';
import * as z from 'zod';

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

/** A stations file that can't be used, with every fault found in it. */
export class StationsFileError extends Error {}

/** Reads a stations file. */
export function parseStations(text: string): readonly Station[] {
  const parsed = stationsFileSchema.safeParse(parseJson(text));
  if (!parsed.success) throw new StationsFileError(z.prettifyError(parsed.error));
  const faults = parsed.data.stations.flatMap((station, index) => faultsOf(station, index, parsed.data.stations));
  if (faults.length > 0) throw new StationsFileError(faults.join('\n'));
  return parsed.data.stations;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StationsFileError('It is not JSON', { cause: error });
  }
}

function faultsOf(station: Station, index: number, all: readonly Station[]): string[] {
  const faults: string[] = [];
  if (all.findIndex((other) => other.id === station.id) !== index) faults.push(`${station.id} stands there twice`);
  const keys = station.channels.map((channel) => channel.key);
  for (const channel of station.channels) {
    const where = `${station.id}, channel ${channel.key}`;
    const parameter = PARAMETERS[channel.parameter];
    if (channel.key.split('.')[0] !== channel.parameter)
      faults.push(`${where}: the key must begin with ${channel.parameter}`);
    if (channel.unit !== parameter.unit)
      faults.push(`${where}: the unit must be ${parameter.unit}, not ${channel.unit}`);
  }
  if (new Set(keys).size !== keys.length) faults.push(`${station.id} has a channel twice`);
  return faults;
}
