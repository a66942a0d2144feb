import type { DetectorMemory, DetectorState, JudgedPlace, Span } from '@clearwell/detect';
import type { Episode, EpochMs, QualifiedReading, QualityChange, StationId } from '@clearwell/water-quality';

/** What the engine needs kept of one station, in memory. */
export class ReplayMemory implements DetectorMemory {
  #readings: QualifiedReading[] = [];
  #checkpoints: DetectorState[] = [];
  #episodes = new Map<string, Episode>();
  #place: JudgedPlace | null = null;

  /** Another that holds the same, and goes its own way from now on. */
  fork(): ReplayMemory {
    const other = new ReplayMemory();
    other.#readings = [...this.#readings];
    other.#checkpoints = [...this.#checkpoints];
    other.#episodes = new Map(this.#episodes);
    other.#place = this.#place;
    return other;
  }

  /** False: there is a reading of that time. */
  store(reading: QualifiedReading): boolean {
    const place = this.#firstAfter(reading.sampledAt);
    if (this.#readings[place - 1]?.sampledAt === reading.sampledAt) return false;
    this.#readings.splice(place, 0, reading);
    return true;
  }

  place(): JudgedPlace | null {
    return this.#place;
  }

  keepPlace(_: StationId, place: JudgedPlace | null): void {
    this.#place = place;
  }

  checkpointBefore(_: StationId, at: EpochMs): DetectorState | null {
    return this.#checkpoints.findLast((state) => placeOf(state) < at) ?? null;
  }

  checkpointAt(_: StationId, place: EpochMs): DetectorState | null {
    return this.#checkpoints.find((state) => placeOf(state) === place) ?? null;
  }

  checkpointPlaces(): readonly EpochMs[] {
    return this.#checkpoints.map(placeOf);
  }

  keepCheckpoint(id: StationId, state: DetectorState): void {
    this.dropCheckpoint(id, placeOf(state));
    const before = this.#checkpoints.findLastIndex((one) => placeOf(one) < placeOf(state));
    this.#checkpoints.splice(before + 1, 0, state);
  }

  dropCheckpoint(_: StationId, place: EpochMs): void {
    const at = this.#checkpoints.findIndex((state) => placeOf(state) === place);
    if (at >= 0) this.#checkpoints.splice(at, 1);
  }

  *readingsAfter(_: StationId, after: EpochMs): Iterable<QualifiedReading> {
    for (let i = this.#firstAfter(after); i < this.#readings.length; i++) {
      const reading = this.#readings[i];
      if (reading !== undefined) yield reading;
    }
  }

  keepEpisode(episode: Episode): void {
    this.#episodes.set(nameOf(episode), episode);
  }

  withdrawEpisodes(_: StationId, { after, until }: Span): readonly Episode[] {
    const withdrawn = [...this.#episodes.values()].filter(({ raisedAt }) => raisedAt > after && raisedAt <= until);
    for (const episode of withdrawn) this.#episodes.delete(nameOf(episode));
    return withdrawn;
  }

  openEpisodes(_: StationId, until: EpochMs): readonly Episode[] {
    return [...this.#episodes.values()].filter(
      ({ raisedAt, clearedAt }) => raisedAt <= until && clearedAt === undefined,
    );
  }

  keepFlags(_: StationId, { sampledAt, flag }: QualityChange): void {
    const place = this.#firstAfter(sampledAt) - 1;
    const stored = this.#readings[place];
    if (stored?.sampledAt === sampledAt) this.#readings[place] = flag(stored);
  }

  #firstAfter(at: EpochMs): number {
    let [low, high] = [0, this.#readings.length];
    // Nearly always it is the newest.
    if ((this.#readings[high - 1]?.sampledAt ?? -Infinity) <= at) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#readings[middle]?.sampledAt ?? Infinity) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const placeOf = ({ judgedUntil }: DetectorState): EpochMs => judgedUntil ?? -Infinity;
const nameOf = ({ channel, rule, start }: Episode): string => `${channel ?? ''} ${rule} ${String(start)}`;
