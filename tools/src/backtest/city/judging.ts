import { judgedStation, stationThresholdFor } from '@clearwell/detect';
import type { EpochMs, Station, StationId } from '@clearwell/water-quality';
import { StationReplay, type Knowledge } from './station-replay.ts';

/** A reading on its way to whoever judges its station. */
export interface Arrival {
  /** Its place among all readings. */
  readonly place: number;
  readonly station: StationId;
  readonly sampledAt: EpochMs;
  readonly receivedAt: EpochMs;
  /** In the order of the station's channels; NaN for none. */
  readonly values: Float64Array;
  readonly isMarked: boolean;
}

/** What an arrival changed of what is known. */
export interface Learned extends Knowledge {
  readonly place: number;
  readonly station: StationId;
}

/** Judges some stations, each for itself. */
export class Judging {
  #replays: ReadonlyMap<StationId, StationReplay>;

  constructor(stations: readonly Station[], budget: number) {
    const thresholdOf = (station: Station): number => stationThresholdFor(budget, judgedStation(station));
    this.#replays = new Map(stations.map((station) => [station.id, new StationReplay(station, thresholdOf(station))]));
  }

  /** Judges some of its stations (all unless told) as if this one had gone on, which hears nothing of it. */
  fork(only?: ReadonlySet<StationId>): Judging {
    const other = new Judging([], 0);
    const chosen = [...this.#replays].filter(([id]) => only?.has(id) ?? true);
    other.#replays = new Map(chosen.map(([id, replay]) => [id, replay.fork()]));
    return other;
  }

  judge(arrivals: readonly Arrival[]): Learned[] {
    return arrivals.flatMap(({ place, station, receivedAt, ...row }) => {
      const knowledge = this.#replays.get(station)?.receive({ ...row, flags: null }, receivedAt) ?? null;
      return knowledge === null ? [] : [{ ...knowledge, place, station }];
    });
  }
}
