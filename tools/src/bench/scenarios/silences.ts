import { freshness, type EpochMs, type Station, type StationId } from '@clearwell/water-quality';

/** A station of which nothing new was there for too long, by the rule of the live map. */
export interface Silence {
  readonly station: StationId;
  /** Sampling time of the newest reading before it. */
  readonly since: EpochMs;
}

/** Hears readings as they arrive, and notes where the live map would have said that a station is silent. */
export class Silences {
  readonly #intervals: ReadonlyMap<StationId, number>;
  readonly #newest = new Map<StationId, EpochMs>();
  readonly all: Silence[] = [];

  constructor(stations: readonly Station[]) {
    this.#intervals = new Map(stations.map(({ id, intervalMs }) => [id, intervalMs]));
  }

  take({ station, sampledAt, receivedAt }: { station: StationId; sampledAt: EpochMs; receivedAt: EpochMs }): void {
    this.#look(station, receivedAt);
    this.#newest.set(station, Math.max(sampledAt, this.#newest.get(station) ?? -Infinity));
  }

  /** Nothing more comes until then. */
  end(until: EpochMs): void {
    for (const station of this.#newest.keys()) this.#look(station, until);
  }

  #look(station: StationId, now: EpochMs): void {
    const since = this.#newest.get(station);
    const interval = this.#intervals.get(station);
    if (since === undefined || interval === undefined || freshness(since, now, interval) === 'fresh') return;
    const last = this.all.findLast((silence) => silence.station === station);
    if (last?.since !== since) this.all.push({ station, since });
  }
}
