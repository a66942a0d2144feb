import type { Shift } from '@clearwell/detect';
import type { Channel, EpochMs, ParameterCode, Station } from '@clearwell/water-quality';
import { foldEvent, type StationEvents } from './station-episodes.ts';
import { StandInJudge } from './stand-in.ts';

/** A reading as the judges take it, in the order of the station's channels. */
export interface JudgedRow {
  readonly sampledAt: EpochMs;
  /** NaN where there is none. */
  readonly values: Float64Array;
  /** 1 while the channel is being calibrated. */
  readonly marks: Uint8Array;
}

const CANDIDATE = 1.5;

/** All judges of one station, one after the other. */
export class StationJudges {
  readonly #station: Station;
  readonly #event: StandInJudge;
  readonly #votes: Uint8Array;

  constructor(station: Station, saved?: readonly Uint8Array[]) {
    this.#station = station;
    this.#event = new StandInJudge(station.channels, saved?.[0]);
    this.#votes = new Uint8Array(station.channels.length);
  }

  fold(known: StationEvents, row: JudgedRow): StationEvents {
    const { sampledAt, values, marks } = row;
    for (let c = 0; c < marks.length; c++) this.#votes[c] = marks[c] === 1 ? 0 : 1;
    const verdict = this.#event.fold({ sampledAt, values, votes: this.#votes });
    const { score, isAlert } = verdict;
    const standsOut = score >= CANDIDATE;
    const shifts = standsOut ? shiftsOf(this.#station.channels, verdict.sizes) : [];
    return foldEvent(known, this.#station.id, sampledAt, standsOut ? { sampledAt, score, isAlert, shifts } : null);
  }

  save(): readonly Uint8Array[] {
    return [this.#event.save()];
  }
}

/** Of each parameter its most surprising channel. */
function shiftsOf(channels: readonly Channel[], sizes: Float64Array): readonly Shift[] {
  const shifts = new Map<ParameterCode, Shift>();
  channels.forEach(({ parameter }, c) => {
    const size = sizes[c] ?? 0;
    if (Math.abs(size) < 0.5 || Math.abs(size) <= (shifts.get(parameter)?.size ?? 0)) return;
    shifts.set(parameter, { parameter, direction: size > 0 ? 1 : -1, size: Math.abs(size) });
  });
  return [...shifts.values()];
}
