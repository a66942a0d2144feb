import type { Episode, EpochMs, QualifiedReading, StationId } from '@clearwell/water-quality';

interface Placed {
  readonly judgedUntil: EpochMs | null;
}

/** What is kept of one station. */
class Shelf {
  readonly readings = new Map<EpochMs, QualifiedReading>();
  readonly episodes = new Map<string, Episode>();
  readonly checkpoints = new Map<EpochMs, string>();
  newest: string | null = null;
}

/** A memory of the engine that keeps states as text, as the ledger does, so that a restart can be anywhere. */
export class KeptMemory<State extends Placed> {
  readonly shelves = new Map<StationId, Shelf>();
  /** Readings that were asked for. */
  read = 0;

  of(id: StationId): Shelf {
    const shelf = this.shelves.get(id) ?? new Shelf();
    this.shelves.set(id, shelf);
    return shelf;
  }

  newestState(id: StationId): State | null {
    const { newest } = this.of(id);
    return newest === null ? null : (JSON.parse(newest) as State);
  }

  keepState(id: StationId, state: State): void {
    this.of(id).newest = state.judgedUntil === null ? null : JSON.stringify(state);
  }

  checkpointBefore(id: StationId, at: EpochMs): State | null {
    const place = this.checkpointPlaces(id).findLast((one) => one < at);
    return place === undefined ? null : this.#checkpoint(id, place);
  }

  checkpointsFrom(id: StationId, at: EpochMs): readonly State[] {
    const places = this.checkpointPlaces(id).filter((place) => place >= at);
    return places.map((place) => this.#checkpoint(id, place));
  }

  checkpointPlaces(id: StationId): readonly EpochMs[] {
    return [...this.of(id).checkpoints.keys()].sort((a, b) => a - b);
  }

  keepCheckpoint(id: StationId, state: State): void {
    this.of(id).checkpoints.set(state.judgedUntil ?? 0, JSON.stringify(state));
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

  #checkpoint(id: StationId, place: EpochMs): State {
    return JSON.parse(this.of(id).checkpoints.get(place) ?? '') as State;
  }
}
