import type { JudgedChannel } from '@clearwell/detect';
import { HOUR, MINUTE } from '@clearwell/water-quality';
import type { StationHistory } from './station-history.ts';

const SHAPES = {
  /** There at once, for 40 minutes. */
  step: (minutes: number): number => (minutes < 40 ? 1 : 0),
  /** Rises for an hour, stays 20 minutes. */
  ramp: (minutes: number): number => (minutes < 60 ? (minutes + 10) / 70 : minutes < 80 ? 1 : 0),
  /** A real slug: rises, stays and falls, 20 minutes each. */
  slug: (minutes: number): number =>
    minutes < 20 ? (minutes + 10) / 30 : minutes < 40 ? 1 : Math.max(0, (60 - minutes) / 30),
} as const;

export type Shape = keyof typeof SHAPES;
export const SHAPE_NAMES = Object.keys(SHAPES) as readonly Shape[];

/** How long after its begin an injection counts as found, ms. */
export const FOUND_WITHIN = 80 * MINUTE;

/** A change of water laid over a history: how far which channels are moved. */
export interface Injection {
  readonly shape: Shape;
  /** Place of a channel and how far it moves at most, in its unit. */
  readonly moves: readonly { readonly place: number; readonly by: number }[];
}

/** Adds an injection that began some time ago to a row's values, rounded to the resolution of each channel. */
export function inject(
  values: Float64Array,
  age: number,
  { shape, moves }: Injection,
  channels: readonly JudgedChannel[],
): Float64Array {
  const moved = values.slice();
  const share = SHAPES[shape](age / MINUTE);
  for (const { place, by } of moves) {
    const step = channels[place]?.resolution ?? 1;
    moved[place] = (values[place] ?? NaN) + Math.round((by * share) / step) * step;
  }
  return moved;
}

/** How far each channel usually is from its median of the last 3 hours (1.4826 MAD, two resolutions at least): a size of 1. */
export function usualDeviations({ channels, rows }: StationHistory): readonly number[] {
  return channels.map(({ resolution }, place) => {
    const deviations: number[] = [];
    let from = 0;
    for (const [i, { at, values }] of rows.entries()) {
      while ((rows[from]?.at ?? at) < at - 3 * HOUR) from++;
      const deviation = Math.abs(
        (values[place] ?? NaN) - medianOf(rows.slice(from, i).map((row) => row.values[place] ?? NaN)),
      );
      if (i % 3 === 0 && !Number.isNaN(deviation)) deviations.push(deviation);
    }
    return Math.max(1.4826 * medianOf(deviations), 2 * resolution);
  });
}

function medianOf(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return known[known.length >> 1] ?? NaN;
}
