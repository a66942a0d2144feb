import { workedAt, type RecordedCity, type RecordedReading, type WorkedAt } from '@clearwell/recorded-city';
import { judgeTime, type EpochMs, type Station, type StationId } from '@clearwell/water-quality';
import type { Arrival, ArrivedReading } from './judging.ts';

/** Makes of a city's readings, in the order they arrive, what its judges take in. */
export class Arrivals {
  readonly #stations: ReadonlyMap<StationId, Station>;
  readonly #workedAt: WorkedAt;
  #place = 0;

  constructor({ stations, calibrations }: Pick<RecordedCity, 'stations' | 'calibrations'>) {
    this.#stations = new Map(stations.map((station) => [station.id, station]));
    this.#workedAt = workedAt(calibrations);
  }

  /** A reading in a message of its own. */
  take(reading: RecordedReading): Arrival | null {
    return this.takeMessage([reading], reading.receivedAt);
  }

  /**
   * Readings of one station that came together. Null: of no station of the city; or all sampled ahead of the server's clock,
   * which is kept and shown and never judged.
   */
  takeMessage(message: readonly RecordedReading[], receivedAt: EpochMs): Arrival | null {
    const station = this.#stations.get(message[0]?.station ?? ('' as StationId));
    if (station === undefined) return null;
    const readings = message.flatMap(({ sampledAt, values }): ArrivedReading[] => {
      if (judgeTime(sampledAt, receivedAt) !== 'judged') return [];
      const inOrder = Float64Array.from(station.channels, ({ key }) => values[key] ?? NaN);
      return [{ sampledAt, values: inOrder, marked: this.#workedAt(station.id, sampledAt) }];
    });
    return readings.length === 0 ? null : { place: this.#place++, station: station.id, receivedAt, readings };
  }
}
