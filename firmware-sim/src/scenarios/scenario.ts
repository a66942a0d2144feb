import type { EpochMs, SiteType } from '@clearwell/water-quality';
import type { Water } from '../water/water.ts';

/** Something that happens at one station for a while. All of it is pure: elapsed time in, change out. */
export interface Scenario {
  readonly name: string;
  /** One sentence for people. */
  readonly summary: string;
  /** How long it lasts, ms of simulated time. */
  readonly duration: number;
  /** What becomes of the water `elapsed` ms after the beginning. */
  readonly alter?: (water: Water, elapsed: number, siteType: SiteType) => Water;
  /** The station has no connection while it lasts. */
  readonly cutsLink?: boolean;
  /** How often each reading is sent; 1 if left out. */
  readonly copies?: number;
}

/** A scenario at a station, from an instant on. */
export interface ScheduledScenario {
  readonly scenario: Scenario;
  readonly station: string;
  readonly begin: EpochMs;
}

export const endOf = ({ scenario, begin }: ScheduledScenario): EpochMs => begin + scenario.duration;

export const isUnderWay = (scheduled: ScheduledScenario, at: EpochMs): boolean =>
  at >= scheduled.begin && at < endOf(scheduled);

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
