import type { EpochMs, StationId, Tuning } from '@clearwell/water-quality';

/** What is kept of tunings. */
export interface TuningStore {
  /** In the order of recording. */
  all(): readonly Tuning[];
  add(tuning: Tuning): void;
}

const NONE: readonly Tuning[] = [];

/** How far the event thresholds of stations were moved, and when. Looked up for every reading, so it is held in memory. */
export class Tunings {
  readonly #store: TuningStore;
  #byKey = new Map<string, Tuning>();
  #ofStation = new Map<StationId, readonly Tuning[]>();

  constructor(store: TuningStore) {
    this.#store = store;
    this.restore();
  }

  /** Takes up what the store holds: also after a transaction that was rolled back. */
  restore(): void {
    this.#byKey = new Map();
    this.#ofStation = new Map();
    for (const tuning of this.#store.all()) this.#take(tuning);
  }

  /** What an act recorded. */
  of(key: string): Tuning | undefined {
    return this.#byKey.get(key);
  }

  /** What stands of a station. */
  newest(station: StationId): Tuning | undefined {
    return this.#ofStation.get(station)?.at(-1);
  }

  /** How far above the threshold of its budget a station alerts on what was sampled at an instant. */
  liftAt(station: StationId, sampledAt: EpochMs): number {
    return this.#ofStation.get(station)?.findLast(({ from }) => from <= sampledAt)?.lift ?? 0;
  }

  /**
   * Records a tuning. It is true of nothing that was judged: neither before the newest judged reading, nor before another tuning.
   * @param judgedUntil sampling time of the station's newest judged reading
   */
  record(said: Omit<Tuning, 'from'>, judgedUntil: EpochMs): Tuning {
    const before = this.newest(said.station)?.from ?? -Infinity;
    const tuning = { ...said, from: Math.max(said.recordedAt, judgedUntil + 1, before) };
    this.#store.add(tuning);
    this.#take(tuning);
    return tuning;
  }

  #take(tuning: Tuning): void {
    this.#byKey.set(tuning.key, tuning);
    this.#ofStation.set(tuning.station, [...(this.#ofStation.get(tuning.station) ?? NONE), tuning]);
  }
}
