import type { QualityFlag } from '@clearwell/water-quality';
import { say, type QualityRule } from './quality-rule.ts';

/** Both ends belong to it. */
export type ValueSpan = readonly [low: number, high: number];

export const isOutside = ([low, high]: ValueSpan, value: number): boolean => value < low || value > high;

/** QARTOD gross range: outside of what the sensor can measure 4, outside of what the water can plausibly show 3. */
export function flagGrossRange(value: number, sensor: ValueSpan, user: ValueSpan | undefined): QualityFlag {
  if (isOutside(sensor, value)) return 4;
  return user !== undefined && isOutside(user, value) ? 3 : 1;
}

/** For a stream without a door: at the door it is `qualifyReading` that asks. */
export const grossRangeRule = (sensor: ValueSpan, user: ValueSpan | undefined): QualityRule => ({
  test: 'gross_range_sensor',
  size: 0,
  begin: () => undefined,
  fold: (_memory, _place, _sampledAt, value) => say(Number.isNaN(value) ? 9 : flagGrossRange(value, sensor, user)),
});
