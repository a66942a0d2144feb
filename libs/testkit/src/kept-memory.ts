import type { Episode, EpochMs, QualifiedReading, StationId } from '@clearwell/water-quality';

interface State {
  readonly judgedUntil: EpochMs | null;
  readonly liveUntil: EpochMs | null;
  readonly memories: Readonly<Record<string, string | Uint8Array>>;
}

interface Place {
  readonly judgedUntil: EpochMs;
  readonly liveUntil: EpochMs | null;
  readonly detectors: string;
}

/** What is kept of one station. */
class Shelf {
  readonly readings = new Map<EpochMs, QualifiedReading>();
  readonly episodes = new Map<string, Episode>();
  readonly checkpoints = new Map<EpochMs, State>();
  place: Place | null = null;
}

/** A memory of the engine that outlives its engines, so that a restart can be anywhere. */
export class KeptMemory {
  readonly shelves = new Map<StationId, Shelf>();
  /** Readings that were asked for. */
  read = 0;

  of(id: StationId): Shelf {
    const shelf = this.shelves.get(id) ?? new Shelf();
    this.shelves.set(id, shelf);
    return shelf;
  }

  place(id: StationId): Place | null {
    return this.of(id).place;
  }

  keepPlace(id: StationId, place: Place | null): void {
    this.of(id).place = place;
  }

  checkpointBefore(id: StationId, at: EpochMs): State | null {
    const place = this.checkpointPlaces(id).findLast((one) => one < at);
    return place === undefined ? null : this.checkpointAt(id, place);
  }

  checkpointAt(id: StationId, place: EpochMs): State | null {
    return this.of(id).checkpoints.get(place) ?? null;
  }

  checkpointPlaces(id: StationId): readonly EpochMs[] {
    return [...this.of(id).checkpoints.keys()].sort((a, b) => a - b);
  }

  keepCheckpoint(id: StationId, state: State): void {
    const memories = Object.fromEntries(Object.entries(state.memories).map(([name, saved]) => [name, saved.slice()]));
    if (state.judgedUntil !== null) this.of(id).checkpoints.set(state.judgedUntil, { ...state, memories });
  }

  dropCheckpoint(id: StationId, place: EpochMs): void {
    this.of(id).checkpoints.delete(place);
  }

  *readingsAfter(id: StationId, after: EpochMs): Iterable<QualifiedReading> {
    const later = [...this.of(id).readings.values()].filter(({ sampledAt }) => sampledAt > after);
    for (const reading of later.sort((a, b) => a.sampledAt - b.sampledAt)) {
      this.read++;
      yield reading;
    }
  }

  keepEpisode(episode: Episode): void {
    const { channel, rule, start, station } = episode;
    this.of(station).episodes.set(`${channel} ${rule} ${String(start)}`, episode);
  }

  withdrawEpisodes(
    id: StationId,
    { after, until }: { readonly after: EpochMs; readonly until: EpochMs },
  ): readonly Episode[] {
    const { episodes } = this.of(id);
    const withdrawn = [...episodes].filter(([, { raisedAt }]) => raisedAt > after && raisedAt <= until);
    for (const [key] of withdrawn) episodes.delete(key);
    return withdrawn.map(([, episode]) => episode);
  }

  /** All episodes of all stations, in an order of their own. */
  allEpisodes(): readonly Episode[] {
    const named = [...this.shelves].flatMap(([id, { episodes }]) =>
      [...episodes].map(([key, episode]) => [`${id} ${key}`, episode] as const),
    );
    return named.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, episode]) => episode);
  }

  keepFlags(
    id: StationId,
    { sampledAt, flag }: { readonly sampledAt: EpochMs; readonly flag: (stored: QualifiedReading) => QualifiedReading },
  ): void {
    const { readings } = this.of(id);
    const stored = readings.get(sampledAt);
    if (stored !== undefined) readings.set(sampledAt, flag(stored));
  }

  openEpisodes(id: StationId, until: EpochMs): readonly Episode[] {
    return [...this.of(id).episodes.values()].filter(
      ({ raisedAt, clearedAt }) => raisedAt <= until && clearedAt === undefined,
    );
  }
}
