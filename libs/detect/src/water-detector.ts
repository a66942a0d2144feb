import {
  isJudgeable,
  MARK_FLAGS,
  type Episode,
  type FaultCode,
  type QualifiedReading,
  type ReadingFinding,
  type EpochMs,
  type Station,
  type StationId,
} from '@clearwell/water-quality';
import { ByteReader, ByteWriter } from './bytes.ts';
import type { Detector, Saved, Watch } from './detector.ts';
import { EVENT_GOES_ON, EventRun, HINT_SCORE, type ScoredReading } from './event-run.ts';
import type { FaultFinding } from './fault/fault-judge.ts';
import { liftedThreshold } from './event/threshold.ts';
import { judgedStation, StationJudge, stationThresholdFor } from './station-judge.ts';

/** False alerts a station and week that people can bear. */
export const DEFAULT_BUDGET = 0.5;

/** How far above the threshold of its budget a station alerts, by when readings were sampled: people accepted it from then on. */
export interface LiftsInTime {
  liftAt(station: StationId, sampledAt: EpochMs): number;
}

const NO_LIFTS: LiftsInTime = { liftAt: () => 0 };

/** Tells what is wrong with a station's probes from what is in its water, and says both. */
export class WaterDetector implements Detector {
  readonly name = 'water';
  readonly version = 2;
  readonly #budget: number;
  readonly #lifts: LiftsInTime;

  /**
   * @param budget false alerts a station and week, above 0
   * @param lifts says the same of a sampling time for ever, once something sampled then was judged
   */
  constructor(budget = DEFAULT_BUDGET, lifts = NO_LIFTS) {
    this.#budget = budget;
    this.#lifts = lifts;
  }

  watch(saved: Saved | null): Watch {
    return new WaterWatch(this.#budget, this.#lifts, typeof saved === 'object' ? saved : null);
  }
}

class WaterWatch implements Watch {
  readonly #budget: number;
  readonly #lifts: LiftsInTime;
  /** What the station's budget gives, and what it is at the newest reading. */
  #usual = Infinity;
  #threshold = Infinity;
  #judge: StationJudge | null = null;
  #saved: Uint8Array | null;
  #station: Station | null = null;
  #values = new Float64Array(0);
  #flags = new Uint8Array(0);
  #event = new EventRun('event');
  #hint = new EventRun('hint');
  /** Faults that last and are worth telling, by channel and kind. */
  #faults = new Map<string, Episode>();

  constructor(budget: number, lifts: LiftsInTime, saved: Uint8Array | null) {
    this.#budget = budget;
    this.#lifts = lifts;
    this.#saved = saved;
    if (saved !== null) this.#restore(saved);
  }

  fold(reading: QualifiedReading, station: Station): readonly Episode[] {
    const judge = this.#judgeOf(station);
    const { sampledAt } = reading;
    this.#threshold = liftedThreshold(this.#usual, this.#lifts.liftAt(station.id, sampledAt));
    const { score, hasFaultNews } = judge.fold({
      sampledAt,
      values: this.#values,
      flags: this.#flags,
      isMarked: this.#fill(reading, station),
    });
    const events = this.#foldEvents(score, judge, reading);
    if (!hasFaultNews) return events;
    return [...events, ...judge.faults().flatMap((fault) => this.#foldFault(fault, reading))];
  }

  open(): readonly Episode[] {
    const events = [this.#event.open, this.#hint.open].filter((event) => event !== null);
    return [...events, ...this.#faults.values()];
  }

  findings(): readonly ReadingFinding[] {
    return this.open().flatMap((episode): ReadingFinding[] => {
      const { kind, start: since, detectedAt, raisedAt, details, channel, rule, worst: score } = episode;
      const lateMs = detectedAt - raisedAt;
      if (details === undefined || kind === 'hint') return [];
      if ('contributions' in details) {
        const { contributions } = details;
        return [{ kind: 'event', level: 'amber', channel: null, since, lateMs, score, contributions }];
      }
      if (!('evidence' in details)) return [];
      return [{ kind: 'fault', level: 'notice', channel, since, lateMs, fault: rule as FaultCode, ...details }];
    });
  }

  save(): Uint8Array | null {
    const judge = this.#judge?.save();
    if (judge === undefined) return this.#saved;
    const writer = new ByteWriter(judge.length + 512);
    writer.long(JSON.stringify([this.#event.open, this.#hint.open, [...this.#faults.values()].sort(byName)]));
    writer.number(judge.length);
    for (const byte of judge) writer.byte(byte);
    return writer.bytes();
  }

  #restore(saved: Uint8Array): void {
    const reader = new ByteReader(saved);
    const [event, hint, faults] = JSON.parse(reader.long()) as [Episode | null, Episode | null, Episode[]];
    this.#event = new EventRun('event', event);
    this.#hint = new EventRun('hint', hint);
    this.#faults = new Map(faults.map((fault) => [nameOf(fault), fault]));
  }

  /** The judge of the station as it is now: another one when its channels changed. */
  #judgeOf(station: Station): StationJudge {
    if (this.#judge !== null && this.#station === station) return this.#judge;
    const judged = judgedStation(station);
    this.#usual = stationThresholdFor(this.#budget, judged);
    const judge = new StationJudge(
      judged,
      this.#judge?.save() ?? (this.#saved === null ? undefined : judgeIn(this.#saved)),
    );
    [this.#judge, this.#station, this.#saved] = [judge, station, null];
    this.#values = new Float64Array(station.channels.length);
    this.#flags = new Uint8Array(station.channels.length);
    return judge;
  }

  /** Writes the reading down as a row; says whether somebody works at the station. */
  #fill({ values, quality, marks }: QualifiedReading, { channels }: Station): boolean {
    let isMarked = false;
    for (const [place, { key }] of channels.entries()) {
      const flag = quality[key]?.flag ?? 9;
      this.#flags[place] = flag;
      this.#values[place] = isJudgeable(flag) || flag === 4 ? (values[key] ?? NaN) : NaN;
      const mark = marks[key];
      isMarked ||= mark !== undefined && MARK_FLAGS[mark] === 2;
    }
    return isMarked;
  }

  /** A reading that raises an alert may still be too weak a hint: the budget is the user's. */
  #foldEvents(
    score: number,
    judge: StationJudge,
    { station, sampledAt, receivedAt }: QualifiedReading,
  ): readonly Episode[] {
    const isQuiet = this.#event.open === null && this.#hint.open === null;
    if (isQuiet && score < HINT_SCORE && score < this.#threshold) return NONE;
    const tell = () => ({ contributions: judge.contributions(), shifts: judge.shifts() });
    const scored: ScoredReading = { station, sampledAt, receivedAt, score, tell };
    const hints = this.#hint.fold(scored, HINT_SCORE, HINT_SCORE);
    const events = this.#event.fold(scored, this.#threshold, this.#threshold * EVENT_GOES_ON);
    return events.length === 0 ? hints : [...hints, ...events];
  }

  #foldFault(fault: FaultFinding, { station, sampledAt: at, receivedAt }: QualifiedReading): Episode[] {
    const { channel, kind: rule, since, endedAt, isTold, evidence, partner } = fault;
    const key = `${channel} ${rule}`;
    const known = this.#faults.get(key);
    if (!isTold && known === undefined) return [];
    const said = known ?? {
      ...{ station, kind: 'fault' as const, rule, channel, level: 'notice' as const, start: since },
      ...{ raisedAt: at, detectedAt: receivedAt, end: null, worst: 0, count: 0 },
    };
    const episode = { ...said, count: said.count + 1, details: { evidence: evidence.map(measured), partner } };
    if (endedAt === null) {
      this.#faults.set(key, episode);
      return [episode];
    }
    this.#faults.delete(key);
    return [{ ...episode, end: endedAt, clearedAt: at }];
  }
}

const NONE: readonly Episode[] = [];

/** As JSON has it: what is kept and what is sent is what was said. */
const measured = (figure: number): number | null => (Number.isNaN(figure) ? null : figure);

const nameOf = ({ channel, rule }: Episode): string => `${channel ?? ''} ${rule}`;
const byName = (a: Episode, b: Episode): number => (nameOf(a) < nameOf(b) ? -1 : 1);

/** What the judge of the station had saved, within what its watch saved. */
function judgeIn(saved: Uint8Array): Uint8Array {
  const reader = new ByteReader(saved);
  reader.long();
  const length = reader.number();
  return saved.subarray(saved.length - length);
}
