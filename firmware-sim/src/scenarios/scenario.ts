import type { PayloadOf } from '@clearwell/contracts';
import type { Channel, EpochMs, SiteType, Station, StationId } from '@clearwell/water-quality';
import type { City } from '../city/make-city.ts';
import type { Sample } from '../station/kept-reading.ts';
import type { Water } from '../water/water.ts';

/** What sort of thing it is, as the truth file says it. Only a water event is one people must be warned of. */
export type ScenarioKind = 'water_event' | 'operation' | 'probe_fault' | 'calibration' | 'logger' | 'link';

/** Something that happens at a station for a while. All of it is pure: elapsed time in, change out. */
export interface Scenario {
  readonly name: string;
  readonly kind: ScenarioKind;
  /** One sentence for people. */
  readonly summary: string;
  /** How long it lasts at one station, ms of simulated time. */
  readonly duration: number;
  /** What becomes of the water `elapsed` ms after the beginning. */
  readonly alter?: (water: Water, elapsed: number, siteType: SiteType) => Water;
  /** Which stations it comes to, and when; only the named one if left out. */
  readonly reach?: (city: City, station: StationId) => readonly Reached[];
  /** The channels whose values are wrong while the water is as it was. */
  readonly strikes?: (where: Place) => readonly Channel[];
  /** What the probes or the logger make of a sample: faults, that leave the water as it is. */
  readonly misread?: (sample: Sample, moment: Moment) => Sample;
  /** One more sample that the logger keeps, after the first and under the next number. */
  readonly again?: (sample: Sample, moment: Moment) => Sample;
  /** What the station reports of it beside its readings, in the order of time. */
  readonly events?: (where: Place) => readonly PlannedEvent[];
  /** The station has no connection while it lasts. */
  readonly cutsLink?: boolean;
  /** The logger starts again at the beginning: next `boot`, numbers from 1. */
  readonly reboots?: boolean;
  /** How often each reading is sent; 1 if left out. */
  readonly copies?: number;
}

/** A station that a scenario comes to. */
export interface Reached {
  readonly station: StationId;
  /** Later than the beginning, ms. */
  readonly delay: number;
  /** How much of the change is left there, 0 to 1. */
  readonly share: number;
}

/** Where a scenario happens, and since when. */
export interface Place {
  readonly seed: number;
  readonly station: Station;
  readonly begin: EpochMs;
}

/** Where and when a sample is misread. */
export interface Moment extends Place {
  /** True time, whatever the logger's clock says. */
  readonly at: EpochMs;
  readonly elapsed: number;
  /** What the probes would show at another time if they were in order. */
  readonly sampleAt: (at: EpochMs) => Sample;
}

/** A message of a station about itself, as it travels on `…/events`. */
export type StationEvent = PayloadOf<'events'>;

export interface PlannedEvent extends Omit<StationEvent, 'at'> {
  /** Later than the beginning, ms. */
  readonly after: number;
}

/** A scenario at one station, from an instant on. */
export interface ScheduledScenario {
  readonly scenario: Scenario;
  readonly station: string;
  readonly begin: EpochMs;
  readonly share: number;
}

export const endOf = ({ scenario, begin }: ScheduledScenario): EpochMs => begin + scenario.duration;

/** Whether it is under way at any instant of `from` ≤ t < `to`. */
export const isWithin = (one: ScheduledScenario, from: EpochMs, to: EpochMs): boolean =>
  one.begin < to && endOf(one) > from;

/** Rises from 0 to 1 within `rise`, stays, and falls back within `fall` before `duration` is over. */
export function envelope(
  elapsed: number,
  shape: { readonly rise: number; readonly fall: number; readonly duration: number },
): number {
  const up = Math.min(1, Math.max(0, elapsed / shape.rise));
  const down = Math.min(1, Math.max(0, (shape.duration - elapsed) / shape.fall));
  return smooth(Math.min(up, down));
}

const smooth = (t: number): number => t * t * (3 - 2 * t);
