import type { EpochMs } from '@clearwell/water-quality';
import type { Strip } from '../state/day-history.ts';

export interface Box {
  readonly width: number;
  readonly height: number;
}

/** An SVG path of a strip from `from` to `to`, broken at its gaps; empty without values. */
export function sparkPath({ at, values }: Strip, from: EpochMs, to: EpochMs, { width, height }: Box): string {
  const known = values.filter((value): value is number => value !== null);
  const [min, max] = [Math.min(...known), Math.max(...known)];
  const x = (time: EpochMs): string => (((time - from) / (to - from)) * width).toFixed(1);
  // A flat line stands in the middle.
  const y = (value: number): string =>
    (max === min ? height / 2 : height * (1 - (value - min) / (max - min))).toFixed(1);
  let isPenDown = false;
  const steps = values.map((value, i) => {
    if (value === null) {
      isPenDown = false;
      return '';
    }
    const step = `${isPenDown ? 'L' : 'M'}${x(at[i] ?? from)} ${y(value)}`;
    isPenDown = true;
    return step;
  });
  return steps.join('');
}
