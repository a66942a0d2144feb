import {
  HOUR,
  limitBook,
  type Episode,
  type EpochMs,
  type Finding,
  type LimitBook,
  type QualifiedReading,
  type Standard,
  type Station,
  type StationId,
} from '@clearwell/water-quality';
import { AT_REST, foldReading, openFindings, type DetectorState } from './fold.ts';

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

/** What judging some readings of one station came to. */
export interface Judgement {
  /** Open after the station's newest reading. */
  readonly findings: readonly Finding[];
  /** Of the readings given, those older than what had been judged before. */
  readonly late: number;
}

const CHECKPOINT_EVERY = HOUR;

/**
 * Judges each station's readings in the order they were sampled, whatever order they come in. A reading on time is
 * folded onto the newest state; a late one rewinds to the checkpoint before it, and the stored readings since are judged anew.
 */
export class Engine {
  readonly #memory: DetectorMemory;
  readonly #book: LimitBook;

  constructor(memory: DetectorMemory, standards: readonly Standard[]) {
    this.#memory = memory;
    this.#book = limitBook(standards);
  }

  /** `readings` of one station, already stored, in sampling order, none of them ahead of the clock; known from `now` on. */
  judge(station: Station, readings: readonly QualifiedReading[], now: EpochMs): Judgement {
    const before = this.#memory.newestState(station.id) ?? AT_REST;
    const until = before.judgedUntil ?? -Infinity;
    const first = readings[0];
    if (first === undefined) return { findings: openFindings(before, station), late: 0 };
    const late = readings.filter((reading) => reading.sampledAt <= until).length;
    const after = late > 0 ? this.#rewind(station, first.sampledAt, now) : this.#fold(station, before, readings, now);
    this.#memory.keepState(station.id, after);
    return { findings: openFindings(after, station), late };
  }

  #rewind(station: Station, to: EpochMs, now: EpochMs): DetectorState {
    const start = this.#memory.checkpointBefore(station.id, to) ?? AT_REST;
    const from = start.judgedUntil ?? -Infinity;
    this.#memory.dropCheckpointsFrom(station.id, to);
    this.#memory.withdrawEpisodesRaisedAfter(station.id, from, now);
    for (const episode of openAt(start)) this.#memory.keepEpisode(episode, now);
    return this.#fold(station, start, this.#memory.readingsAfter(station.id, from), now);
  }

  #fold(station: Station, start: DetectorState, readings: Iterable<QualifiedReading>, now: EpochMs): DetectorState {
    let state = start;
    const touched = new Map<string, Episode>();
    for (const reading of readings) {
      if (crossesCheckpoint(state.judgedUntil, reading.sampledAt)) this.#memory.keepCheckpoint(station.id, state);
      const step = foldReading(state, reading, station, this.#book);
      for (const episode of step.episodes) touched.set(identity(episode), episode);
      state = step.state;
    }
    for (const episode of touched.values()) this.#memory.keepEpisode(episode, now);
    return state;
  }
}

const identity = (episode: Episode): string => `${episode.channel}|${episode.rule}|${String(episode.start)}`;

const openAt = (state: DetectorState): Episode[] =>
  Object.values(state.limits).flatMap((memory) => (memory.episode === null ? [] : [memory.episode]));

const crossesCheckpoint = (from: EpochMs | null, to: EpochMs): boolean =>
  from !== null && Math.floor(from / CHECKPOINT_EVERY) !== Math.floor(to / CHECKPOINT_EVERY);
