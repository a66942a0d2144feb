import { BlendJudge, EventJudge, FaultJudge, thresholdFor, type JudgedChannel, type Shift } from '@clearwell/detect';
import { PARAMETERS, type EpochMs, type ParameterCode, type Station } from '@clearwell/water-quality';
import { foldEvent, foldFaults, type StationKnown } from './station-episodes.ts';

/** A reading as the judges take it, in the order of the station's channels. */
export interface JudgedRow {
  readonly sampledAt: EpochMs;
  /** NaN where there is none. */
  readonly values: Float64Array;
  /** 1 while the channel is being calibrated. */
  readonly marks: Uint8Array;
}

const E = (k: string, d: number): number => Number(process.env[k] ?? d);
const NOFAULT = process.env.NOFAULT === '1';
const ALERT = E('ALERT', 1.76);
/** Below it a parameter says nothing of an event; and from this many standard deviations on it went along. */
const [TOLD, MOVED] = [0.5, 1.5];
const CANDIDATE = Number(process.env.CAND ?? 1.2);

/** All judges of one station, one after the other. */
export class StationJudges {
  readonly #station: Station;
  readonly #channels: readonly JudgedChannel[];
  readonly #event: EventJudge;
  readonly #blend: BlendJudge;
  readonly #fault: FaultJudge;

  constructor(station: Station, saved?: readonly Uint8Array[]) {
    this.#station = station;
    this.#channels = station.channels.map(({ key, parameter, resolution }) => {
      const { operational, concern } = PARAMETERS[parameter];
      return { key, parameter, resolution, operational, concern };
    });
    this.#event = new EventJudge({ threshold: thresholdFor(Number(process.env.BUDGET ?? 0.5)) }, this.#channels, saved?.[0]);
    this.#blend = new BlendJudge(this.#channels, saved?.[1]);
    this.#fault = new FaultJudge(this.#channels, saved?.[2]);
  }

  fold(known: StationKnown, row: JudgedRow): StationKnown {
    const { sampledAt, values, marks } = row;
    const isMarked = marks.includes(1);
    const fault = this.#fault.fold({ sampledAt, values, flags: null, isMarked });
    const judged = { sampledAt, values, votes: NOFAULT ? null : fault.votes, isMarked };
    const event = this.#event.fold(judged);
    const blend = this.#blend.fold(judged);
    // Two rows that no blend explains, or one that neither a blend nor the hours before explain.
    const score = Math.max(blend.held, Math.min(event.score, blend.step));
    const open = known.alerts.open !== null && sampledAt - known.alerts.open.until <= 30 * 60_000;
    const standsOut = score >= CANDIDATE;
    const told = standsOut ? { sampledAt, score, shifts: shiftsOf(this.#channels, blend) } : null;
    const alerts = foldEvent(known.alerts, this.#station.id, sampledAt, score >= ALERT * (open ? 0.8 : 1) ? told : null);
    const hints = foldEvent(known.hints, this.#station.id, sampledAt, told);
    const faults = fault.hasNews ? foldFaults(known.faults, this.#fault.findings()) : known.faults;
    return alerts === known.alerts && hints === known.hints && faults === known.faults ? known : { alerts, hints, faults };
  }

  save(): readonly Uint8Array[] {
    return [this.#event.save(), this.#blend.save(), this.#fault.save()];
  }
}

/** Of each parameter its most surprising channel. */
function shiftsOf(
  channels: readonly JudgedChannel[],
  { surprises, z }: { surprises: Float64Array; z: Float64Array },
): readonly Shift[] {
  const shifts = new Map<ParameterCode, Shift>();
  channels.forEach(({ parameter }, c) => {
    const [size, deviation] = [surprises[c] ?? 0, z[c] ?? 0];
    const before = shifts.get(parameter);
    if ((size < TOLD && Math.abs(deviation) < MOVED) || (before !== undefined && before.size >= size)) return;
    shifts.set(parameter, { parameter, direction: deviation > 0 ? 1 : -1, size: size < TOLD ? 0 : size, deviation });
  });
  return [...shifts.values()];
}
