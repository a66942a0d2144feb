import { DAY, HOUR, type Limit, type TrendDetails, type TrendWindow } from '@clearwell/water-quality';
import type { HourMeans } from './hour-means.ts';
import { medianOf, robustSlope, type Slope } from './robust-slope.ts';

interface Reach {
  /** Steps of the window, and hours a step. */
  readonly steps: number;
  readonly hours: number;
  /** Steps after which the day repeats. */
  readonly season: number;
  readonly neededSteps: number;
  /** A limit that is likely farther away, or may be farther than the second figure, is not told of. */
  readonly likelyWithin: number;
  readonly surelyWithin: number;
}

const REACHES: Readonly<Record<'half_day' | 'week', Reach>> = {
  half_day: { steps: 12, hours: 1, season: 1, neededSteps: 9, likelyWithin: 12 * HOUR, surelyWithin: 2 * DAY },
  week: { steps: 28, hours: 6, season: 4, neededSteps: 21, likelyWithin: 14 * DAY, surelyWithin: 42 * DAY },
};

/** A movement of fewer resolutions over the window is none. */
const LEAST_STEPS = 4;
/** Off the usual: this many usual distances, and this part of the usual, both. */
const USUAL_SPREADS = 4;
const USUAL_PART = 0.2;

export interface Subject {
  readonly hours: HourMeans;
  /** Newest hour that has ended. */
  readonly hour: number;
  readonly resolution: number;
}

/** What goes toward a limit so surely that its interval of 95 % says so: nearest first to be reached; null: nothing. */
export function findTrend(
  subject: Subject,
  window: 'half_day' | 'week',
  limits: readonly Limit[],
): TrendDetails | null {
  const reach = REACHES[window];
  const value = standOf(subject);
  if (Number.isNaN(value)) return null;
  const least = (LEAST_STEPS * subject.resolution) / (reach.steps * reach.hours);
  const rough = roughSlope(subject, reach);
  const ahead = limits.filter((limit) => mayReach(limit, value, rough, reach));
  if (ahead.length === 0) return null;
  const slope = slopeOf(subject, reach);
  if (slope === null || Math.abs(slope.likely) < least) return null;
  const found = ahead.flatMap((limit) => towards(limit, value, slope, reach));
  return found.sort((a, b) => (a.left?.[1] ?? 0) - (b.left?.[1] ?? 0))[0] ?? null;
}

/** Stands well below what is usual at this hour; null: it does not, or nobody can say. */
export function findUnusual({ hours, hour, resolution }: Subject): TrendDetails | null {
  const value = hours.mean(hour);
  const usual = hours.usual(hour);
  if (usual === null || Number.isNaN(value)) return null;
  const least = Math.max(USUAL_SPREADS * usual.spread, USUAL_PART * Math.abs(usual.value), LEAST_STEPS * resolution);
  if (usual.value - value < least) return null;
  return { limit: null, slope: [0, 0, 0], left: null, against: usual.value, value };
}

export const WINDOWS_OF_LIMITS: readonly Exclude<TrendWindow, 'usual'>[] = ['half_day', 'week'];

/** Where it stands: the middle of the last three hours. */
const standOf = ({ hours, hour }: Subject): number => middleOfThree(hours, hour);

/** Between the ends of the window, a hour: cheap, and enough to see that nothing is near. */
function roughSlope({ hours, hour }: Subject, { steps, hours: each }: Reach): number {
  const span = steps * each - 3;
  return (middleOfThree(hours, hour) - middleOfThree(hours, hour - span)) / span;
}

const three = new Float64Array(3);

/** The median of the means of this hour and the two before, of those there are. */
function middleOfThree(hours: HourMeans, last: number): number {
  let count = 0;
  for (let hour = last - 2; hour <= last; hour++) {
    const mean = hours.mean(hour);
    if (mean === mean) three[count++] = mean;
  }
  return medianOf(three, count);
}

const distanceTo = (limit: Limit, value: number): number => limit.value - value;

function mayReach(limit: Limit, value: number, rough: number, { likelyWithin }: Reach): boolean {
  const distance = distanceTo(limit, value);
  const isInside = limit.side === 'max' ? distance > 0 : distance < 0;
  // The day's own swing may hide half of a slope; NaN: the window has no value at its far end, look closer.
  return isInside && !(distance / rough > (4 * likelyWithin) / HOUR || distance / rough < 0);
}

/** A hour, with what every day brings taken out. */
function slopeOf({ hours, hour }: Subject, { steps, hours: each, season, neededSteps }: Reach): Slope | null {
  const values = new Float64Array(steps);
  let present = 0;
  for (let step = 0; step < steps; step++) {
    const last = hour - (steps - 1 - step) * each;
    let [sum, count] = [0, 0];
    for (let one = last - each + 1; one <= last; one++) {
      const mean = each === 1 ? hours.mean(one) - hours.usualValue(one) : hours.mean(one);
      if (Number.isNaN(mean)) continue;
      sum += mean;
      count++;
    }
    values[step] = count >= each / 2 ? sum / count : NaN;
    present += Number(count >= each / 2);
  }
  const slope = present < neededSteps ? null : robustSlope(values, season);
  return slope === null ? null : { low: slope.low / each, likely: slope.likely / each, high: slope.high / each };
}

function towards(limit: Limit, value: number, { low, likely, high }: Slope, reach: Reach): TrendDetails[] {
  const distance = distanceTo(limit, value);
  const [slow, fast] = limit.side === 'max' ? [low, high] : [high, low];
  const isSure = limit.side === 'max' ? slow > 0 : slow < 0;
  if (!isSure) return [];
  const left = [distance / fast, distance / likely, distance / slow].map((hoursLeft) => Math.round(hoursLeft * HOUR));
  const [soonest = 0, middle = 0, latest = 0] = left;
  if (middle > reach.likelyWithin || latest > reach.surelyWithin) return [];
  return [
    { limit: limit.id, slope: [low, likely, high], left: [soonest, middle, latest], against: limit.value, value },
  ];
}
