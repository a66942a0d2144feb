import type { Episode, EpochMs, Finding, QualifiedReading, Registration, StationId } from '@clearwell/water-quality';
import { crossesCheckpoint, needlessAmong } from './checkpoints.ts';
import type { Detector } from './detector.ts';
import { AT_REST, foldReading, layDown, openEpisodes, openFindings, type DetectorState, type Fold } from './fold.ts';

/** From `after`, without it, until `until`. */
export interface Span {
  readonly after: EpochMs;
  readonly until: EpochMs;
}

/** What the engine needs kept. Every call happens inside the transaction that stores the readings. */
export interface DetectorMemory {
  newestState(station: StationId): DetectorState | null;
  keepState(station: StationId, state: DetectorState): void;
  /** The newest checkpoint whose `judgedUntil`, its place, lies before `at`. */
  checkpointBefore(station: StationId, at: EpochMs): DetectorState | null;
  /** Checkpoints at `at` and after, in order. */
  checkpointsFrom(station: StationId, at: EpochMs): readonly DetectorState[];
  /** Where checkpoints stand, in order. */
  checkpointPlaces(station: StationId): readonly EpochMs[];
  keepCheckpoint(station: StationId, state: DetectorState): void;
  dropCheckpoint(station: StationId, place: EpochMs): void;
  /** Stored readings that are to be judged, sampled after `after`, in sampling order. */
  readingsAfter(station: StationId, after: EpochMs): Iterable<QualifiedReading>;
  /** `now`: from when on it is known as it is. */
  keepEpisode(episode: Episode, now: EpochMs): void;
  /** Takes back those raised after `after` and not after `until`, and says which they were. */
  withdrawEpisodes(station: StationId, raised: Span, now: EpochMs): readonly Episode[];
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
  readonly late: readonly QualifiedReading[];
  /** Readings that a rewind folded; null: there was none. */
  readonly refolded: number | null;
}

/** Which part of a history changed, and what had been judged of it. */
interface Change {
  readonly from: EpochMs;
  /** The last change; Infinity: all may be otherwise since `from`. */
  readonly until: EpochMs;
  readonly before: DetectorState;
  /** From when on it is known. */
  readonly now: EpochMs;
}

/** A part of a history, folded in one go. */
interface Stretch {
  readonly after: DetectorState;
  readonly touched: readonly Episode[];
  readonly checkpoints: readonly DetectorState[];
  /** Where the fold came to the same as had been kept there; Infinity: it went on to the end. */
  readonly until: EpochMs;
  readonly readings: number;
}

interface Rewound {
  readonly after: DetectorState;
  /** All stored readings are judged, those newer than what had been judged before too. */
  readonly isWhole: boolean;
  readonly refolded: number;
}

/**
 * Judges each station's readings in the order they were sampled, whatever order they come in, by what was true of the
 * station then. A reading on time is folded onto the newest state; a late one rewinds to the checkpoint before it, and
 * the stored readings since are judged anew, until that comes to the same as before.
 */
export class Engine {
  readonly #memory: DetectorMemory;
  readonly #stations: StationsInTime;
  readonly #detectors: readonly Detector[];
  readonly #horizon: number;

  /** @param horizon in event time, ms: what is farther behind a station's newest judged reading is not judged */
  constructor(memory: DetectorMemory, stations: StationsInTime, detectors: readonly Detector[], horizon: number) {
    this.#memory = memory;
    this.#stations = stations;
    this.#detectors = detectors;
    this.#horizon = horizon;
  }

  /** Readings sampled before this come too late to be judged. A station that never sent one live has only history yet. */
  horizonOf(id: StationId): EpochMs {
    return (this.#memory.newestState(id)?.liveUntil ?? -Infinity) - this.#horizon;
  }

  /** `readings` of one station, already stored, in sampling order, none ahead of the clock or beyond the horizon; known from `now` on. */
  judge(id: StationId, readings: readonly QualifiedReading[], now: EpochMs): Judgement {
    const before = this.#memory.newestState(id) ?? AT_REST;
    const place = placeOf(before);
    const late = readings.filter((reading) => reading.sampledAt <= place);
    const [first, last] = [late[0], late.at(-1)];
    if (first === undefined || last === undefined) {
      return { findings: this.#goOn(id, before, readings, now), late, refolded: null };
    }
    const change = { from: first.sampledAt, until: last.sampledAt, before, now };
    const { after, isWhole, refolded } = this.#rewind(id, change);
    const rest = isWhole ? [] : readings.slice(late.length);
    return { findings: this.#goOn(id, after, rest, now), late, refolded };
  }

  /** Judges a station anew from an instant on: something else is true of it since then, known from `now` on. */
  rejudge(id: StationId, from: EpochMs, now: EpochMs): Judgement {
    const before = this.#memory.newestState(id) ?? AT_REST;
    const { after, refolded } = this.#rewind(id, { from, until: Infinity, before, now });
    return { findings: this.#findings(id, after), late: [], refolded };
  }

  #goOn(id: StationId, before: DetectorState, readings: readonly QualifiedReading[], now: EpochMs): readonly Finding[] {
    const newest = readings.at(-1)?.sampledAt;
    if (newest === undefined) return this.#findings(id, before);
    const stretch = this.#fold(id, before, readings, { newest, changedUntil: Infinity, known: new Map() });
    this.#memory.keepState(id, stretch.after);
    this.#keepCheckpoints(id, stretch.checkpoints, newest);
    for (const episode of stretch.touched) this.#memory.keepEpisode(episode, now);
    return this.#findings(id, stretch.after);
  }

  #findings(id: StationId, state: DetectorState): readonly Finding[] {
    const registration = this.#stations.at(id, placeOf(state));
    return registration === undefined ? [] : openFindings(this.#detectors, state, registration.station);
  }

  #rewind(id: StationId, { from, until: changedUntil, before, now }: Change): Rewound {
    const start = this.#memory.checkpointBefore(id, from) ?? AT_REST;
    const known = changedUntil === Infinity ? [] : this.#memory.checkpointsFrom(id, changedUntil);
    const newest = placeOf(before);
    const stretch = this.#fold(id, start, this.#memory.readingsAfter(id, placeOf(start)), {
      newest,
      changedUntil,
      known: new Map(known.map((state) => [placeOf(state), JSON.stringify(state)])),
    });
    for (const place of this.#memory.checkpointPlaces(id)) {
      if (place >= from && place < stretch.until) this.#memory.dropCheckpoint(id, place);
    }
    this.#keepCheckpoints(id, stretch.checkpoints, newest, changedUntil);
    this.#replaceEpisodes(id, start, stretch, now);
    const isWhole = stretch.until === Infinity;
    const after = isWhole ? stretch.after : before;
    this.#memory.keepState(id, after);
    return { after, isWhole, refolded: stretch.readings };
  }

  /** An episode that lasts where the fold stopped went on as it is kept: both folds are the same from there. */
  #replaceEpisodes(id: StationId, start: DetectorState, { after, touched, until }: Stretch, now: EpochMs): void {
    const lasting = until === Infinity ? [] : openEpisodes(this.#detectors, after);
    const goingOn = new Set(lasting.map(identity));
    const found = new Map<string, Episode>();
    for (const episode of [...openEpisodes(this.#detectors, start), ...touched]) found.set(identity(episode), episode);
    for (const episode of this.#memory.withdrawEpisodes(id, { after: placeOf(start), until }, now)) {
      if (goingOn.has(identity(episode))) this.#memory.keepEpisode(episode, now);
    }
    for (const [key, episode] of found) if (!goingOn.has(key)) this.#memory.keepEpisode(episode, now);
  }

  /** `spared`: a late stretch is often followed by the next, and finds its checkpoint where this one ended. */
  #keepCheckpoints(id: StationId, states: readonly DetectorState[], newest: EpochMs, spared = Infinity): void {
    if (states.length === 0) return;
    for (const state of states) this.#memory.keepCheckpoint(id, state);
    const places = this.#memory.checkpointPlaces(id);
    for (const place of needlessAmong(places, newest)) {
      if (place !== spared) this.#memory.dropCheckpoint(id, place);
    }
  }

  #fold(
    id: StationId,
    start: DetectorState,
    readings: Iterable<QualifiedReading>,
    { newest, changedUntil, known }: { newest: EpochMs; changedUntil: EpochMs; known: ReadonlyMap<EpochMs, string> },
  ): Stretch {
    let state = start;
    let count = 0;
    const touched = new Map<string, Episode>();
    const checkpoints: DetectorState[] = [];
    const take = (fold: Fold): void => {
      for (const episode of fold.episodes) touched.set(identity(episode), episode);
      state = fold.state;
    };
    const stretch = (until: EpochMs): Stretch => ({
      after: state,
      touched: [...touched.values()],
      checkpoints,
      until,
      readings: count,
    });
    for (const reading of readings) {
      const registration = this.#stations.at(id, reading.sampledAt);
      if (registration === undefined) continue;
      if (registration.from > placeOf(state)) this.#retire(id, state, reading.sampledAt, take);
      // Taken before the retirement was known of: kept, and as little judged as one that came after.
      if (registration.retired) continue;
      const place = placeOf(state);
      if (known.has(place) && known.get(place) === JSON.stringify(state)) return stretch(place);
      if (crossesCheckpoint(place, reading.sampledAt, newest) || place === changedUntil) checkpoints.push(state);
      take(foldReading(this.#detectors, state, reading, registration.station));
      count++;
    }
    if (placeOf(state) === changedUntil) checkpoints.push(state);
    this.#retire(id, state, Infinity, take);
    return stretch(Infinity);
  }

  /** Out of service, nothing goes on: not beyond the station's next start either. */
  #retire(id: StationId, state: DetectorState, until: EpochMs, take: (fold: Fold) => void): void {
    if (state.judgedUntil === null) return;
    const at = this.#stations.retirementBetween(id, state.judgedUntil, until);
    if (at !== null) take(layDown(this.#detectors, state, at));
  }
}

const identity = (episode: Episode): string => `${episode.channel}|${episode.rule}|${String(episode.start)}`;

const placeOf = (state: DetectorState): EpochMs => state.judgedUntil ?? -Infinity;
