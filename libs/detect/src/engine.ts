import {
  HOUR,
  limitBook,
  type Episode,
  type EpochMs,
  type Finding,
  type LimitBook,
  type QualifiedReading,
  type Registration,
  type Standard,
  type StationId,
} from '@clearwell/water-quality';
import { AT_REST, foldReading, layDown, openFindings, type DetectorState, type Step } from './fold.ts';

/** What the engine needs kept. Every call happens inside the transaction that stores the readings. */
export interface DetectorMemory {
  newestState(station: StationId): DetectorState | null;
  keepState(station: StationId, state: DetectorState): void;
  /** The newest checkpoint whose `judgedUntil` lies before `at`. */
  checkpointBefore(station: StationId, at: EpochMs): DetectorState | null;
  keepCheckpoint(station: StationId, state: DetectorState): void;
  dropCheckpointsFrom(station: StationId, at: EpochMs): void;
  /** Stored readings that are to be judged, sampled after `after`, in sampling order. */
  readingsAfter(station: StationId, after: EpochMs): Iterable<QualifiedReading>;
  /** `now`: from when on it is known as it is. */
  keepEpisode(episode: Episode, now: EpochMs): void;
  /** Those that still hold are found again by the fold that follows. */
  withdrawEpisodesRaisedAfter(station: StationId, after: EpochMs, now: EpochMs): void;
}

/** What was true of the stations when their readings were sampled. */
export interface StationsInTime {
  at(station: StationId, sampledAt: EpochMs): Registration | undefined;
  /** When the station first went out of service after `after`, and not later than `until`. */
  retirementBetween(station: StationId, after: EpochMs, until: EpochMs): EpochMs | null;
}

/** What judging some readings of one station came to. */
export interface Judgement {
  /** Open after the station's newest reading. */
  readonly findings: readonly Finding[];
  /** Of the readings given, those older than what had been judged before. */
  readonly late: number;
}

const CHECKPOINT_EVERY = HOUR;

/**
 * Judges each station's readings in the order they were sampled, whatever order they come in, by what was true of the
 * station then. A reading on time is folded onto the newest state; a late one rewinds to the checkpoint before it, and
 * the stored readings since are judged anew.
 */
export class Engine {
  readonly #memory: DetectorMemory;
  readonly #stations: StationsInTime;
  readonly #book: LimitBook;

  constructor(memory: DetectorMemory, stations: StationsInTime, standards: readonly Standard[]) {
    this.#memory = memory;
    this.#stations = stations;
    this.#book = limitBook(standards);
  }

  /** `readings` of one station, already stored, in sampling order, none of them ahead of the clock; known from `now` on. */
  judge(id: StationId, readings: readonly QualifiedReading[], now: EpochMs): Judgement {
    const before = this.#memory.newestState(id) ?? AT_REST;
    const until = before.judgedUntil ?? -Infinity;
    const first = readings[0];
    if (first === undefined) return { findings: this.#findings(id, before), late: 0 };
    const late = readings.filter((reading) => reading.sampledAt <= until).length;
    const after = late > 0 ? this.#rewind(id, first.sampledAt, now) : this.#fold(id, before, readings, now);
    this.#memory.keepState(id, after);
    return { findings: this.#findings(id, after), late };
  }

  /** Judges a station anew from an instant on: something else is true of it since then, known from `now` on. */
  rejudge(id: StationId, from: EpochMs, now: EpochMs): Judgement {
    const after = this.#rewind(id, from, now);
    this.#memory.keepState(id, after);
    return { findings: this.#findings(id, after), late: 0 };
  }

  #findings(id: StationId, state: DetectorState): readonly Finding[] {
    const registration = this.#stations.at(id, state.judgedUntil ?? -Infinity);
    return registration === undefined ? [] : openFindings(state, registration.station);
  }

  #rewind(id: StationId, to: EpochMs, now: EpochMs): DetectorState {
    const start = this.#memory.checkpointBefore(id, to) ?? AT_REST;
    const from = start.judgedUntil ?? -Infinity;
    this.#memory.dropCheckpointsFrom(id, to);
    this.#memory.withdrawEpisodesRaisedAfter(id, from, now);
    for (const episode of openAt(start)) this.#memory.keepEpisode(episode, now);
    return this.#fold(id, start, this.#memory.readingsAfter(id, from), now);
  }

  #fold(id: StationId, start: DetectorState, readings: Iterable<QualifiedReading>, now: EpochMs): DetectorState {
    let state = start;
    const touched = new Map<string, Episode>();
    const take = (step: Step): void => {
      for (const episode of step.episodes) touched.set(identity(episode), episode);
      state = step.state;
    };
    for (const reading of readings) {
      const registration = this.#stations.at(id, reading.sampledAt);
      if (registration === undefined) continue;
      if (registration.from > (state.judgedUntil ?? -Infinity)) this.#retire(id, state, reading.sampledAt, take);
      // Taken before the retirement was known of: kept, and as little judged as one that came after.
      if (registration.retired) continue;
      if (crossesCheckpoint(state.judgedUntil, reading.sampledAt)) this.#memory.keepCheckpoint(id, state);
      take(foldReading(state, reading, registration.station, this.#book));
    }
    this.#retire(id, state, Infinity, take);
    for (const episode of touched.values()) this.#memory.keepEpisode(episode, now);
    return state;
  }

  /** Out of service, nothing goes on: not beyond the station's next start either. */
  #retire(id: StationId, state: DetectorState, until: EpochMs, take: (step: Step) => void): void {
    if (state.judgedUntil === null) return;
    const at = this.#stations.retirementBetween(id, state.judgedUntil, until);
    if (at !== null) take(layDown(state, at));
  }
}

const identity = (episode: Episode): string => `${episode.channel}|${episode.rule}|${String(episode.start)}`;

const openAt = (state: DetectorState): Episode[] =>
  Object.values(state.limits).flatMap((memory) => (memory.episode === null ? [] : [memory.episode]));

const crossesCheckpoint = (from: EpochMs | null, to: EpochMs): boolean =>
  from !== null && Math.floor(from / CHECKPOINT_EVERY) !== Math.floor(to / CHECKPOINT_EVERY);
