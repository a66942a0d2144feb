import type { Calibration, RecordedCity, RecordedReading } from '@clearwell/recorded-city';
import { judgeTime, type ChannelKey, type EpochMs, type Station, type StationId } from '@clearwell/water-quality';
import type { Arrival } from './judging.ts';

const NOTHING: readonly ChannelKey[] = [];

/** Makes of a city's readings, in the order they arrive, what its judges take in. */
export class Arrivals {
  readonly #stations: ReadonlyMap<StationId, Station>;
  readonly #work: ReadonlyMap<StationId, readonly Calibration[]>;
  #place = 0;

  constructor({ stations, calibrations }: Pick<RecordedCity, 'stations' | 'calibrations'>) {
    this.#stations = new Map(stations.map((station) => [station.id, station]));
    this.#work = Map.groupBy(calibrations, ({ station }) => station);
  }

  /** Null: of no station of the city; or sampled ahead of the server's clock, which is kept and shown and never judged. */
  take({ station: id, sampledAt, receivedAt, values }: RecordedReading): Arrival | null {
    const station = this.#stations.get(id);
    if (station === undefined || judgeTime(sampledAt, receivedAt) !== 'judged') return null;
    const inOrder = Float64Array.from(station.channels, ({ key }) => values[key] ?? NaN);
    const row = { place: this.#place++, station: id, sampledAt, receivedAt, values: inOrder };
    return { ...row, marked: this.#markedAt(id, sampledAt) };
  }

  #markedAt(id: StationId, at: EpochMs): readonly ChannelKey[] {
    return this.#work.get(id)?.find(({ start, end }) => at >= start && at <= end)?.channels ?? NOTHING;
  }
}
