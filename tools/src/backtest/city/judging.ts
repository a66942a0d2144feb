import type { ChannelKey, EpochMs, Station, StationId } from '@clearwell/water-quality';
import { StationReplay, type Knowledge } from './station-replay.ts';

/** A message on its way to whoever judges its station. */
export interface Arrival {
  /** Its place among all messages. */
  readonly place: number;
  readonly station: StationId;
  readonly receivedAt: EpochMs;
  readonly readings: readonly ArrivedReading[];
}

export interface ArrivedReading {
  readonly sampledAt: EpochMs;
  /** In the order of the station's channels; NaN for none. */
  readonly values: Float64Array;
  /** Channels somebody works at. */
  readonly marked: readonly ChannelKey[];
}

/** What an arrival changed of what is known. */
export interface Learned extends Knowledge {
  readonly place: number;
  readonly station: StationId;
  /** Of the newest reading that arrived. */
  readonly sampledAt: EpochMs;
}

/** Judges some stations, each for itself. */
export class Judging {
  readonly #budget: number;
  #stations: ReadonlyMap<StationId, Station>;
  #replays: ReadonlyMap<StationId, StationReplay>;

  constructor(stations: readonly Station[], budget: number) {
    this.#budget = budget;
    this.#stations = new Map(stations.map((station) => [station.id, station]));
    this.#replays = new Map(stations.map((station) => [station.id, new StationReplay(station, budget)]));
  }

  /** Judges some of its stations (all unless told) as if this one had gone on, which hears nothing of it. */
  fork(only?: ReadonlySet<StationId>): Judging {
    const chosen = [...this.#replays].filter(([id]) => only?.has(id) ?? true);
    const other = new Judging([], this.#budget);
    other.#stations = this.#stations;
    other.#replays = new Map(chosen.map(([id, replay]) => [id, replay.fork()]));
    return other;
  }

  judge(arrivals: readonly Arrival[]): Learned[] {
    return arrivals.flatMap(({ place, station, receivedAt, readings }) => {
      const channels = this.#stations.get(station)?.channels ?? [];
      const message = readings.map(({ sampledAt, values, marked }) => {
        const sent = channels.flatMap(({ key }, i) => (Number.isNaN(values[i]) ? [] : [[key, values[i]] as const]));
        return { sampledAt, values: Object.fromEntries(sent), marked };
      });
      const knowledge = this.#replays.get(station)?.receive(message, receivedAt) ?? null;
      const sampledAt = Math.max(...readings.map((reading) => reading.sampledAt));
      return knowledge === null ? [] : [{ ...knowledge, place, station, sampledAt }];
    });
  }
}
