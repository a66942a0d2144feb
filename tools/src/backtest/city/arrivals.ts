import { workedAt, type RecordedCity, type RecordedReading, type WorkedAt } from '@clearwell/recorded-city';
import { judgeTime, type Station, type StationId } from '@clearwell/water-quality';
import type { Arrival } from './judging.ts';

/** Makes of a city's readings, in the order they arrive, what its judges take in. */
export class Arrivals {
  readonly #stations: ReadonlyMap<StationId, Station>;
  readonly #workedAt: WorkedAt;
  #place = 0;

  constructor({ stations, calibrations }: Pick<RecordedCity, 'stations' | 'calibrations'>) {
    this.#stations = new Map(stations.map((station) => [station.id, station]));
    this.#workedAt = workedAt(calibrations);
  }

  /** Null: of no station of the city; or sampled ahead of the server's clock, which is kept and shown and never judged. */
  take({ station: id, sampledAt, receivedAt, values }: RecordedReading): Arrival | null {
    const station = this.#stations.get(id);
    if (station === undefined || judgeTime(sampledAt, receivedAt) !== 'judged') return null;
    const inOrder = Float64Array.from(station.channels, ({ key }) => values[key] ?? NaN);
    const row = { place: this.#place++, station: id, sampledAt, receivedAt, values: inOrder };
    return { ...row, marked: this.#workedAt(id, sampledAt) };
  }
}
