import type { Parameter } from '@clearwell/water-quality';

export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** Part of the axis the data keep when a limit is drawn too. */
const DATA_SHARE = 0.2;
const AIR = 0.08;

interface Question {
  readonly values: readonly (number | null)[];
  readonly limits: readonly number[];
  readonly parameter: Parameter;
}

/**
 * The axis for a channel: its data, the nearest limit, and further ones as long as they do not press the data flat.
 * Data flatter than the instrument's tolerance are not blown up to look like a change.
 */
export function valueRange({ values, limits, parameter }: Question): ValueRange {
  const known = values.filter((value): value is number => value !== null);
  if (known.length === 0) return padded(...extentOf(limits.length > 0 ? limits : [0, 1]));
  let [low, high] = widened(extentOf(known), 2 * parameter.tolerance.absolute);
  const data = high - low;
  const [least, most] = [low, high];
  const distance = (limit: number): number => Math.max(least - limit, limit - most, 0);
  [...limits]
    .sort((a, b) => distance(a) - distance(b))
    .forEach((limit, i) => {
      const [lower, higher] = [Math.min(low, limit), Math.max(high, limit)];
      if (i > 0 && data / (higher - lower) < DATA_SHARE) return;
      [low, high] = [lower, higher];
    });
  return padded(low, high);
}

const extentOf = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];

function widened([low, high]: [number, number], least: number): [number, number] {
  const missing = Math.max(0, least - (high - low)) / 2;
  return [low - missing, high + missing];
}

function padded(low: number, high: number): ValueRange {
  const air = (high - low || Math.abs(high) || 1) * AIR;
  return { low: low >= 0 ? Math.max(0, low - air) : low - air, high: high + air };
}
