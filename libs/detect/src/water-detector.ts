import {
  isJudgeable,
  MARK_FLAGS,
  type Episode,
  type EpochMs,
  type FaultCode,
  type QualifiedReading,
  type ReadingFinding,
  type Station,
} from '@clearwell/water-quality';
import { ByteReader, ByteWriter } from './bytes.ts';
import { EVENT_GOES_ON, EVENT_JOINED_WITHIN } from './cluster/station-events.ts';
import type { Detector, Saved, Watch } from './detector.ts';
import type { FaultFinding } from './fault/fault-judge.ts';
import { judgedStation, StationJudge, stationThresholdFor } from './station-judge.ts';

/** False alerts a station and week that people can bear. */
export const DEFAULT_BUDGET = 0.5;

/** Tells what is wrong with a station's probes from what is in its water, and says both. */
export class WaterDetector implements Detector {
  readonly name = 'water';
  readonly version = 2;
  readonly #budget: number;

  /** @param budget false alerts a station and week, above 0 */
  constructor(budget = DEFAULT_BUDGET) {
    this.#budget = budget;
  }

  watch(saved: Saved | null): Watch {
    return new WaterWatch(this.#budget, typeof saved === 'object' ? saved : null);
  }
}

class WaterWatch implements Watch {
  readonly #budget: number;
  #threshold = Infinity;
  #judge: StationJudge | null = null;
  #saved: Uint8Array | null;
  #station: Station | null = null;
  #values = new Float64Array(0);
  #flags = new Uint8Array(0);
  #event: Episode | null = null;
  /** Newest reading that stood out. */
  #eventUntil: EpochMs = NaN;
  /** Faults that last and are worth telling, by channel and kind. */
  #faults = new Map<string, Episode>();

  constructor(budget: number, saved: Uint8Array | null) {
    this.#budget = budget;
    this.#saved = saved;
    if (saved !== null) this.#restore(saved);
  }

  fold(reading: QualifiedReading, station: Station): readonly Episode[] {
    const judge = this.#judgeOf(station);
    const { sampledAt } = reading;
    const { score, hasFaultNews } = judge.fold({
      sampledAt,
      values: this.#values,
      flags: this.#flags,
      isMarked: this.#fill(reading, station),
    });
    const events = this.#foldEvent(score, judge, reading);
    if (!hasFaultNews) return events.length === 0 ? NONE : events;
    return [...events, ...judge.faults().flatMap((fault) => this.#foldFault(fault, reading))];
  }

  open(): readonly Episode[] {
    return [...(this.#event === null ? [] : [this.#event]), ...this.#faults.values()];
  }

  findings(): readonly ReadingFinding[] {
    return this.open().flatMap((episode): ReadingFinding[] => {
      const { start: since, detectedAt, raisedAt, details, channel, rule, worst: score } = episode;
      const lateMs = detectedAt - raisedAt;
      if (details === undefined) return [];
      if ('contributions' in details) {
        return [{ kind: 'event', level: 'amber', channel: null, since, lateMs, score, ...details }];
      }
      if (!('evidence' in details)) return [];
      return [{ kind: 'fault', level: 'notice', channel, since, lateMs, fault: rule as FaultCode, ...details }];
    });
  }

  save(): Uint8Array | null {
    const judge = this.#judge?.save();
    if (judge === undefined) return this.#saved;
    const writer = new ByteWriter(judge.length + 512);
    writer.number(this.#eventUntil);
    writer.long(JSON.stringify([this.#event, [...this.#faults.values()].sort(byName)]));
    writer.number(judge.length);
    for (const byte of judge) writer.byte(byte);
    return writer.bytes();
  }

  #restore(saved: Uint8Array): void {
    const reader = new ByteReader(saved);
    this.#eventUntil = reader.number();
    const [event, faults] = JSON.parse(reader.long()) as [Episode | null, Episode[]];
    this.#event = event;
    this.#faults = new Map(faults.map((fault) => [nameOf(fault), fault]));
  }

  /** The judge of the station as it is now: another one when its channels changed. */
  #judgeOf(station: Station): StationJudge {
    if (this.#judge !== null && this.#station === station) return this.#judge;
    const judged = judgedStation(station);
    this.#threshold = stationThresholdFor(this.#budget, judged);
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

  #foldEvent(score: number, judge: StationJudge, { station, sampledAt: at, receivedAt }: QualifiedReading): Episode[] {
    const event = this.#event;
    const isOver = event === null || at - this.#eventUntil > EVENT_JOINED_WITHIN;
    const standsOut = score >= this.#threshold * (isOver ? 1 : EVENT_GOES_ON);
    const over = event !== null && isOver ? [{ ...event, clearedAt: at }] : [];
    if (!standsOut) {
      // It ended here, unless another reading stands out soon.
      this.#event = isOver ? null : { ...event, end: event.end ?? at };
      return this.#event === null || event?.end !== null ? over : [this.#event];
    }
    this.#eventUntil = at;
    const details = isOver || score > event.worst ? { contributions: judge.contributions() } : event.details;
    this.#event = isOver
      ? {
          ...{ station, kind: 'event', rule: 'event', channel: null, level: 'amber', details },
          ...{ start: at, raisedAt: at, detectedAt: receivedAt, end: null, worst: score, count: 1 },
        }
      : { ...event, end: null, worst: Math.max(score, event.worst), count: event.count + 1, details };
    return [...over, this.#event];
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
    const episode = { ...said, count: said.count + 1, details: { evidence: [...evidence], partner } };
    if (endedAt === null) {
      this.#faults.set(key, episode);
      return [episode];
    }
    this.#faults.delete(key);
    return [{ ...episode, end: endedAt, clearedAt: at }];
  }
}

const NONE: readonly Episode[] = [];

const nameOf = ({ channel, rule }: Episode): string => `${channel ?? ''} ${rule}`;
const byName = (a: Episode, b: Episode): number => (nameOf(a) < nameOf(b) ? -1 : 1);

/** What the judge of the station had saved, within what its watch saved. */
function judgeIn(saved: Uint8Array): Uint8Array {
  const reader = new ByteReader(saved);
  reader.number();
  reader.long();
  const length = reader.number();
  return saved.subarray(saved.length - length);
}
