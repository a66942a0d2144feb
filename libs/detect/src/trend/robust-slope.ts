/** A slope a step, with the interval that holds it in 95 of 100 cases. */
export interface Slope {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

const NORMAL_95 = 1.96;
/** Neighbouring steps that move together say less than their number: at most this is believed of it. */
const MOST_CORRELATED = 0.8;

/**
 * The median of the slopes between all pairs of points that stand a multiple of `season` steps apart, and its interval by
 * the normal approximation of Kendall's S, widened for points that follow one another. Sen 1968; by seasons, Hirsch,
 * Slack and Smith 1982; the widening after Hamed and Rao 1998.
 * @param values one a step, NaN where there is none
 * @param season 1: every pair; more, where what repeats each `season` steps shall not count as a slope
 * @returns null where fewer than three points of a season can be compared
 */
export function robustSlope(values: Float64Array, season = 1): Slope | null {
  const slopes = new Float64Array((values.length * (values.length - 1)) / 2);
  let pairs = 0;
  let variance = 0;
  for (let phase = 0; phase < season; phase++) {
    let count = 0;
    for (let j = phase; j < values.length; j += season) {
      const later = values[j] ?? NaN;
      if (Number.isNaN(later)) continue;
      count++;
      for (let i = phase; i < j; i += season) {
        const earlier = values[i] ?? NaN;
        if (!Number.isNaN(earlier)) slopes[pairs++] = (later - earlier) / (j - i);
      }
    }
    if (count > 2) variance += (count * (count - 1) * (2 * count + 5)) / 18;
  }
  if (variance === 0) return null;
  const sorted = slopes.subarray(0, pairs).sort();
  const likely = medianOfSorted(sorted);
  const reach = (NORMAL_95 * Math.sqrt(variance) * widening(values, likely, season)) / 2;
  const middle = sorted.length / 2;
  const at = (rank: number): number => sorted[Math.min(sorted.length - 1, Math.max(0, rank))] ?? NaN;
  return { low: at(Math.floor(middle - reach) - 1), likely, high: at(Math.ceil(middle + reach)) };
}

/** From how alike neighbours are once the slope is taken out. */
function widening(values: Float64Array, slope: number, season: number): number {
  const rest = values.map((value, i) => value - slope * i);
  const centres = centresOf(rest, season);
  let [together, alone] = [0, 0];
  let before = NaN;
  for (let i = 0; i < rest.length; i++) {
    const off = (rest[i] ?? NaN) - (centres[i % season] ?? NaN);
    if (!Number.isNaN(off)) alone += off * off;
    if (!Number.isNaN(off) && !Number.isNaN(before)) together += off * before;
    before = off;
  }
  const correlation = alone === 0 ? 0 : Math.min(MOST_CORRELATED, Math.max(0, together / alone));
  return Math.sqrt((1 + correlation) / (1 - correlation));
}

/** The median of each season's values. */
function centresOf(values: Float64Array, season: number): Float64Array {
  const centres = new Float64Array(season);
  const own = new Float64Array(values.length);
  for (let phase = 0; phase < season; phase++) {
    let count = 0;
    for (let i = phase; i < values.length; i += season) {
      const value = values[i] ?? NaN;
      if (value === value) own[count++] = value;
    }
    centres[phase] = medianOf(own, count);
  }
  return centres;
}

/** The median of the first `count` values, none of them NaN, which it puts in order; NaN of none. They are few. */
export function medianOf(values: Float64Array, count = values.length): number {
  for (let i = 1; i < count; i++) {
    const value = values[i] ?? NaN;
    let place = i;
    for (; place > 0 && (values[place - 1] ?? NaN) > value; place--) values[place] = values[place - 1] ?? NaN;
    values[place] = value;
  }
  return medianOfSorted(values, count);
}

function medianOfSorted(sorted: Float64Array, count = sorted.length): number {
  const middle = count >> 1;
  if (count === 0) return NaN;
  const upper = sorted[middle] ?? NaN;
  return count % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
