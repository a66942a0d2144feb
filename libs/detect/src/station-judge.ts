import {
  PARAMETERS,
  type Contribution,
  type EpochMs,
  type ParameterCode,
  type Shift,
  type Station,
} from '@clearwell/water-quality';
import { BlendJudge } from './blend/blend-judge.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { EventJudge } from './event/event-judge.ts';
import { thresholdFor } from './event/threshold.ts';
import { FaultJudge, type FaultFinding } from './fault/fault-judge.ts';
import type { Judge, JudgedChannel } from './judge.ts';

export interface StationRow {
  readonly sampledAt: EpochMs;
  /** In the order of the station's channels; NaN for no value. */
  readonly values: Float64Array;
  /** Quality flags, in the same order; null: all good. */
  readonly flags: Uint8Array | null;
  /** Somebody works at the station. */
  readonly isMarked: boolean;
}

export interface StationVerdict {
  /** How sure it is that the water left what this station knows, −log10 of the chance. */
  score: number;
  /** Some fault began, ended or was said: `faults()` is worth reading. */
  hasFaultNews: boolean;
}

/** Scores of a station's judges that were passed this often in a city whose sources and tanks change daily. */
const SCORES = [
  [0.25, 2.3],
  [0.5, 1.9],
  [1, 1.5],
] as const;

/** What a `StationJudge` has to know of a station. */
export interface JudgedStation {
  readonly channels: readonly JudgedChannel[];
  /** Waters of several sources may come to it: a front between them is no event. */
  readonly isBlended: boolean;
}

/** A plant gives out one water; from there on waters meet. */
export const judgedStation = ({ channels, siteType }: Pick<Station, 'channels' | 'siteType'>): JudgedStation => ({
  channels: channels.map(({ key, parameter, resolution }) => {
    const { operational, concern } = PARAMETERS[parameter];
    return { key, parameter, resolution, operational, concern };
  }),
  isBlended: siteType !== 'plant_outlet',
});

/** The score of a `StationJudge` from which its station alerts. @param budget false alerts a station and week, above 0 */
export const stationThresholdFor = (budget: number, { isBlended }: Pick<JudgedStation, 'isBlended'>): number =>
  isBlended ? thresholdFor(budget, SCORES) : thresholdFor(budget);

/** Below it a parameter says nothing of an event. */
const TOLD = 0.5;
/** From this many standard deviations on it went along. */
const MOVED = 1.5;

/** All that is judged of one station, reading by reading: what is wrong with its probes, then what is in its water. */
export class StationJudge implements Judge<StationRow, StationVerdict> {
  readonly #channels: readonly JudgedChannel[];
  readonly #fault: FaultJudge;
  readonly #event: EventJudge;
  /** Null where one water comes. */
  readonly #blend: BlendJudge | null;
  readonly #verdict: StationVerdict = { score: 0, hasFaultNews: false };
  /** Of the newest row. */
  #values: Float64Array = new Float64Array();
  readonly #told: { readonly surprises: Float64Array; z: Float64Array };

  /** @param saved what another judge of this station saved; its channels may have been others */
  constructor({ channels, isBlended }: JudgedStation, saved?: Uint8Array) {
    this.#channels = channels;
    this.#told = { surprises: new Float64Array(channels.length), z: new Float64Array(channels.length) };
    const [fault, event, blend] = saved === undefined ? [] : split(saved);
    this.#fault = new FaultJudge(this.#channels, fault);
    // Its own alerts are not used.
    this.#event = new EventJudge({ threshold: Infinity }, this.#channels, event);
    this.#blend = isBlended ? new BlendJudge(this.#channels, blend?.length === 0 ? undefined : blend) : null;
  }

  fold({ sampledAt, values, flags, isMarked }: StationRow): StationVerdict {
    const { votes, hasNews } = this.#fault.fold({ sampledAt, values, flags, isMarked });
    const row = { sampledAt, values, votes, isMarked };
    this.#values = values;
    const event = this.#event.fold(row);
    const blend = this.#blend?.fold(row) ?? null;
    // Two rows that no blend explains; or one that neither a blend nor the hours before explain.
    const score = blend === null ? event.score : Math.max(blend.held, Math.min(event.score, blend.step));
    for (let i = 0; i < this.#channels.length; i++) {
      this.#told.surprises[i] = blend === null ? (event.weights[i] ?? 0) * score : (blend.surprises[i] ?? 0);
      this.#told.z[i] = (blend ?? event).z[i] ?? 0;
    }
    this.#verdict.score = score;
    this.#verdict.hasFaultNews = hasNews;
    return this.#verdict;
  }

  /** Of the newest row: faults, open or ended in it. */
  faults(): readonly FaultFinding[] {
    return this.#fault.findings();
  }

  /** Of the newest row: the channels that speak for an event, the loudest first, with their parts of it, which add to 1. */
  contributions(): readonly Contribution[] {
    const loud = this.#channels.flatMap(({ key }, place) => {
      const [size = 0, deviation = 0] = [this.#told.surprises[place], this.#told.z[place]];
      const direction = deviation > 0 ? ('rise' as const) : ('fall' as const);
      return size < TOLD ? [] : [{ channel: key, size, direction, ...this.#moveOf(place) }];
    });
    const whole = loud.reduce((sum, { size }) => sum + size, 0);
    return loud
      .sort((a, b) => b.size - a.size)
      .map(({ size, ...contribution }) => ({ ...contribution, weight: size / whole }));
  }

  /** From where to where a channel went. */
  #moveOf(place: number): Pick<Contribution, 'value' | 'before'> {
    const [value, before] = [this.#values[place] ?? NaN, this.#event.levelOf(place)];
    return Number.isFinite(value) && Number.isFinite(before) ? { value, before } : {};
  }

  /** Of the newest row: what each parameter did, by its most surprising channel. */
  shifts(): readonly Shift[] {
    const shifts = new Map<ParameterCode, Shift>();
    for (const [place, { parameter }] of this.#channels.entries()) {
      const [surprise = 0, deviation = 0] = [this.#told.surprises[place], this.#told.z[place]];
      const size = surprise < TOLD ? 0 : surprise;
      const before = shifts.get(parameter);
      if ((size === 0 && Math.abs(deviation) < MOVED) || (before !== undefined && before.size >= size)) continue;
      const direction = deviation > 0 ? 1 : -1;
      shifts.set(parameter, { parameter, direction, size, deviation, ...this.#moveOf(place) });
    }
    return [...shifts.values()];
  }

  save(): Uint8Array {
    const parts = [this.#fault.save(), this.#event.save(), this.#blend?.save() ?? new Uint8Array()];
    const writer = new ByteWriter(1 + parts.reduce((sum, { length }) => sum + 8 + length, 0));
    writer.byte(LAYOUT);
    for (const part of parts) {
      writer.number(part.length);
      for (const byte of part) writer.byte(byte);
    }
    return writer.bytes();
  }
}

const LAYOUT = 1;

function split(saved: Uint8Array): Uint8Array[] {
  const reader = new ByteReader(saved);
  reader.layout(LAYOUT, 'station');
  const parts: Uint8Array[] = [];
  for (let place = 1; place < saved.length;) {
    const length = new ByteReader(saved.subarray(place)).number();
    parts.push(saved.subarray(place + 8, place + 8 + length));
    place += 8 + length;
  }
  return parts;
}
