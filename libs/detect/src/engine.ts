import {
  isJudgeable,
  type Episode,
  type EpisodeChange,
  type EpochMs,
  type ReadingFinding,
  type QualifiedReading,
  type QualityChange,
  type Registration,
  type Station,
  type StationId,
} from '@clearwell/water-quality';
import { crossesCheckpoint, needlessAmong } from './checkpoints.ts';
import type { Detector, Qualifier } from './detector.ts';
import { EpisodeNews } from './episode-news.ts';
import { identity, REVISING, Stretch } from './stretch.ts';
import { AT_REST, isSameState, StationFold, type DetectorState, type Panel } from './station-fold.ts';

/** From `after`, without it, until `until`. */
export interface Span {
  readonly after: EpochMs;
  readonly until: EpochMs;
}

/** How far a station is judged, and by which detectors. */
export interface JudgedPlace {
  readonly judgedUntil: EpochMs;
  /** As `DetectorState.liveUntil`. */
  readonly liveUntil: EpochMs | null;
  /** Names and versions of the detectors. */
  readonly detectors: string;
}

/** What the engine needs kept. Every call happens inside the transaction that stores the readings. */
export interface DetectorMemory {
  /** Null: no reading of the station has been judged. */
  place(station: StationId): JudgedPlace | null;
  keepPlace(station: StationId, place: JudgedPlace | null): void;
  /** The newest checkpoint whose `judgedUntil`, its place, lies before `at`. */
  checkpointBefore(station: StationId, at: EpochMs): DetectorState | null;
  checkpointAt(station: StationId, place: EpochMs): DetectorState | null;
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
  /** A stored reading is flagged anew; one that is not stored is none. */
  keepFlags(station: StationId, change: QualityChange): void;
  /** Those that last, of those raised until `until`. */
  openEpisodes(station: StationId, until: EpochMs): readonly Episode[];
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
  readonly findings: readonly ReadingFinding[];
  /** The newest reading that was judged now, as it is flagged; null: none was. */
  readonly newest: QualifiedReading | null;
  /** What became of the station's episodes. */
  readonly episodes: EpisodeChange;
  /** Of the readings given, those older than what had been judged before. */
  readonly late: readonly QualifiedReading[];
  /** Readings that a rewind folded; null: there was none. */
  readonly refolded: number | null;
}

/** Which part of a history changed. */
interface Change {
  readonly from: EpochMs;
  /** The last change; Infinity: all may be otherwise since `from`. */
  readonly until: EpochMs;
  /** From when on it is known. */
  readonly now: EpochMs;
}

/** How a stretch is folded. */
interface Way {
  /** Readings sampled later are not folded. */
  readonly end: EpochMs;
  /** The newest judged reading: checkpoints are thinned by how far they lie behind it. */
  readonly newest: EpochMs;
  readonly changedUntil: EpochMs;
  /** Checkpoints at which the fold may come to the same as before. */
  readonly known: ReadonlySet<EpochMs>;
}

interface Rewound {
  readonly judge: StationFold;
  /** All stored readings are judged, those newer than what had been judged before too. */
  readonly isWhole: boolean;
  readonly refolded: number;
  readonly newest: QualifiedReading | null;
}

/**
 * Judges each station's readings in the order they were sampled, whatever order they come in, by what was true of the
 * station then. A reading on time is folded onto the newest state, which is held in memory; a late one rewinds to the
 * checkpoint before it, and the stored readings since are judged anew, until that comes to the same as before.
 */
export class Engine {
  readonly #memory: DetectorMemory;
  readonly #stations: StationsInTime;
  readonly #panel: Panel;
  readonly #names: string;
  readonly #horizon: number;
  readonly #judges = new Map<StationId, StationFold>();
  readonly #news = new EpisodeNews();

  /**
   * @param horizon in event time, ms: what is farther behind a station's newest judged reading is not judged
   * @param qualifier flags what the detectors see; null: they see what the door flagged
   */
  constructor(
    memory: DetectorMemory,
    stations: StationsInTime,
    detectors: readonly Detector[],
    horizon: number,
    qualifier: Qualifier | null = null,
  ) {
    this.#memory = memory;
    this.#stations = stations;
    this.#panel = { qualifier, detectors };
    const named = [...(qualifier === null ? [] : [qualifier]), ...detectors];
    this.#names = named.map(({ name, version }) => `${name} ${String(version)}`).join(', ');
    this.#horizon = horizon;
  }

  /** Readings sampled before this come too late to be judged. A station that never sent one live has only history yet. */
  horizonOf(id: StationId): EpochMs {
    const held = this.#judges.get(id);
    const liveUntil = held === undefined ? this.#memory.place(id)?.liveUntil : held.liveUntil;
    return (liveUntil ?? -Infinity) - this.#horizon;
  }

  /** The transaction was undone: what is held in memory went too far, and is made anew from what is kept. */
  forget(): void {
    this.#judges.clear();
    this.#news.take();
  }

  /** What is remembered of a station after its newest judged reading. */
  stateOf(id: StationId, now: EpochMs): DetectorState {
    return this.#judgeOf(id, now).save();
  }

  /** `readings` of one station, already stored, in sampling order, none ahead of the clock or beyond the horizon; known from `now` on. */
  judge(id: StationId, readings: readonly QualifiedReading[], now: EpochMs): Judgement {
    const judge = this.#judgeOf(id, now);
    const late = readings.filter((reading) => reading.sampledAt <= judge.place);
    const [first, last] = [late[0], late.at(-1)];
    if (first === undefined || last === undefined) {
      return { ...this.#goOn(id, judge, readings, now), episodes: this.#news.take(), late, refolded: null };
    }
    const rewound = this.#rewind(id, judge, { from: first.sampledAt, until: last.sampledAt, now });
    const rest = rewound.isWhole ? [] : readings.slice(late.length);
    const { findings, newest } = this.#goOn(id, rewound.judge, rest, now);
    const { refolded } = rewound;
    return { findings, newest: newest ?? rewound.newest, episodes: this.#news.take(), late, refolded };
  }

  /** Judges a station anew from an instant on: something else is true of it since then, known from `now` on. */
  rejudge(id: StationId, from: EpochMs, now: EpochMs): Judgement {
    const { judge, refolded, newest } = this.#rewind(id, this.#judgeOf(id, now), { from, until: Infinity, now });
    return { findings: this.#findings(id, judge), newest, episodes: this.#news.take(), late: [], refolded };
  }

  /** The judge of a station after its newest judged reading: held, or made from the newest checkpoint and what came after it. */
  #judgeOf(id: StationId, now: EpochMs): StationFold {
    const held = this.#judges.get(id);
    if (held !== undefined) return held;
    const place = this.#memory.place(id);
    const judge =
      place === null
        ? new StationFold(this.#panel, AT_REST)
        : place.detectors === this.#names
          ? this.#resume(id, place.judgedUntil)
          : this.#renew(id, place, now);
    this.#judges.set(id, judge);
    return judge;
  }

  #resume(id: StationId, judgedUntil: EpochMs): StationFold {
    const checkpoint = this.#memory.checkpointBefore(id, judgedUntil + 1) ?? AT_REST;
    const judge = new StationFold(this.#panel, checkpoint);
    this.#fold(id, judge, { end: judgedUntil, newest: Infinity, changedUntil: Infinity, known: new Set() });
    return judge;
  }

  /** Other detectors than before: they judge the time within the horizon anew. What lasts from before it ends where they begin. */
  #renew(id: StationId, { judgedUntil, liveUntil }: JudgedPlace, now: EpochMs): StationFold {
    const from = judgedUntil - this.#horizon;
    for (const place of this.#memory.checkpointPlaces(id)) this.#memory.dropCheckpoint(id, place);
    for (const episode of this.#memory.openEpisodes(id, from)) {
      this.#keepEpisode({ ...episode, end: from, clearedAt: from }, now);
    }
    this.#memory.keepCheckpoint(id, { judgedUntil: from, liveUntil: liveUntil === null ? null : from, memories: {} });
    const before = new StationFold(this.#panel, { ...AT_REST, judgedUntil, liveUntil });
    return this.#rewind(id, before, { from: from + 1, until: Infinity, now }).judge;
  }

  #goOn(
    id: StationId,
    judge: StationFold,
    readings: readonly QualifiedReading[],
    now: EpochMs,
  ): Pick<Judgement, 'findings' | 'newest'> {
    const last = readings.at(-1)?.sampledAt;
    if (last === undefined) return { findings: this.#findings(id, judge), newest: null };
    const way = { end: Infinity, newest: last, changedUntil: Infinity, known: new Set<EpochMs>() };
    const { touched, flags, newest, checkpoints } = this.#fold(id, judge, way, readings);
    this.#keepPlace(id, judge);
    this.#keepCheckpoints(id, checkpoints, last);
    for (const change of flags) this.#memory.keepFlags(id, change);
    for (const episode of touched.values()) this.#keepEpisode(episode, now);
    return { findings: this.#findings(id, judge), newest };
  }

  #findings(id: StationId, judge: StationFold): readonly ReadingFinding[] {
    const registration = this.#stations.at(id, judge.place);
    return registration === undefined ? [] : judge.findings(registration.station);
  }

  #rewind(id: StationId, before: StationFold, { from, until: changedUntil, now }: Change): Rewound {
    const start = this.#memory.checkpointBefore(id, from) ?? AT_REST;
    const judge = new StationFold(this.#panel, start);
    const opened = judge.open();
    const places = this.#memory.checkpointPlaces(id);
    const known = new Set(places.filter((place) => place >= changedUntil));
    const way = { end: Infinity, newest: before.place, changedUntil, known };
    const stretch = this.#fold(id, judge, way);
    for (const place of places) if (place >= from && place < stretch.until) this.#memory.dropCheckpoint(id, place);
    this.#keepCheckpoints(id, stretch.checkpoints, before.place, changedUntil);
    for (const change of stretch.flags) this.#memory.keepFlags(id, change);
    const raised = { after: start.judgedUntil ?? -Infinity, until: stretch.until };
    const isWhole = stretch.until === Infinity;
    this.#replaceEpisodes(id, raised, [...opened, ...stretch.touched.values()], isWhole ? [] : stretch.lasting, now);
    const after = isWhole ? judge : before;
    this.#judges.set(id, after);
    this.#keepPlace(id, after);
    return { judge: after, isWhole, refolded: stretch.readings, newest: isWhole ? stretch.newest : null };
  }

  /** An episode that lasts where the fold stopped went on as it is kept: both folds are the same from there. */
  #replaceEpisodes(
    id: StationId,
    raised: Span,
    episodes: readonly Episode[],
    lasting: readonly Episode[],
    now: EpochMs,
  ): void {
    const goingOn = new Set(lasting.map(identity));
    const found = new Map(episodes.map((episode) => [identity(episode), episode]));
    for (const episode of this.#memory.withdrawEpisodes(id, raised, now)) {
      if (goingOn.has(identity(episode))) this.#memory.keepEpisode(episode, now);
      else this.#news.withdraw(episode);
    }
    for (const [key, episode] of found) if (!goingOn.has(key)) this.#keepEpisode(episode, now);
  }

  #keepEpisode(episode: Episode, now: EpochMs): void {
    this.#memory.keepEpisode(episode, now);
    this.#news.put(episode);
  }

  #keepPlace(id: StationId, judge: StationFold): void {
    const { place: judgedUntil, liveUntil } = judge;
    this.#memory.keepPlace(id, judge.isAtRest ? null : { judgedUntil, liveUntil, detectors: this.#names });
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

  #fold(id: StationId, judge: StationFold, way: Way, given?: readonly QualifiedReading[]): Stretch {
    const { newest, changedUntil, known } = way;
    const stretch = new Stretch();
    let beyond = 0;
    for (const [reading, station] of this.#judgeable(id, judge, way.end, stretch, given)) {
      const { place } = judge;
      if (!stretch.isEnded && known.has(place) && this.#isAsKept(id, judge)) stretch.end(place, judge);
      if (stretch.isEnded && beyond++ === REVISING) return stretch;
      if (crossesCheckpoint(place, reading.sampledAt, newest) || place === changedUntil) stretch.mark(judge);
      stretch.note(reading, judge.fold(reading, station));
    }
    if (stretch.isEnded) return stretch;
    if (judge.place === changedUntil) stretch.mark(judge);
    this.#retire(id, judge, way.end, stretch);
    stretch.end(Infinity, judge);
    return stretch;
  }

  /** Stored readings, or those given, each with what was true of its station; on the way, out-of-service days lay the judge down. */
  *#judgeable(
    id: StationId,
    judge: StationFold,
    end: EpochMs,
    stretch: Stretch,
    given?: readonly QualifiedReading[],
  ): Generator<[QualifiedReading, Station]> {
    for (const reading of given ?? this.#memory.readingsAfter(id, judge.place)) {
      if (reading.sampledAt > end) return;
      const registration = this.#stations.at(id, reading.sampledAt);
      if (registration === undefined) continue;
      if (registration.from > judge.place) this.#retire(id, judge, reading.sampledAt, stretch);
      // Taken before the retirement was known of, or beyond the horizon: kept, and not judged.
      if (!registration.retired && !isBeyond(reading)) yield [reading, registration.station];
    }
  }

  #isAsKept(id: StationId, judge: StationFold): boolean {
    const kept = this.#memory.checkpointAt(id, judge.place);
    return kept !== null && isSameState(kept, judge.save());
  }

  /** Out of service, nothing goes on: not beyond the station's next start either. */
  #retire(id: StationId, judge: StationFold, until: EpochMs, stretch: Stretch): void {
    if (judge.isAtRest) return;
    const at = this.#stations.retirementBetween(id, judge.place, until);
    if (at !== null) stretch.touch(judge.layDown(at));
  }
}

/** Of a reading that came beyond the horizon no value is judged; one that was there in time has others. */
function isBeyond({ quality }: QualifiedReading): boolean {
  let isMarked = false;
  for (const found of Object.values(quality)) {
    if (found === undefined) continue;
    if (isJudgeable(found.flag)) return false;
    isMarked ||= found.test === 'beyond_horizon';
  }
  return isMarked;
}
