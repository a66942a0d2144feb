import type { Strip } from '../state/day-history.ts';

export type Column = (number | null)[];

/** Columns for the chart; x in seconds. A failed value is no measurement: it stands as a mark beside the line. */
export interface ChartSeries {
  readonly x: number[];
  readonly line: Column;
  readonly suspect: Column;
  readonly fail: Column;
}

export function chartSeries({ at, values, flags }: Strip): ChartSeries {
  const pick = (keep: (flag: Strip['flags'][number]) => boolean): Column =>
    values.map((value, i) => (keep(flags[i] ?? null) ? value : null));
  return {
    x: at.map((time) => time / 1_000),
    line: pick((flag) => flag !== 4),
    suspect: pick((flag) => flag === 3),
    fail: pick((flag) => flag === 4),
  };
}

export interface Extremes {
  readonly count: number;
  readonly min: number;
  readonly max: number;
}

/** Null when no value was measured. */
export function extremesOf({ line }: ChartSeries): Extremes | null {
  const values = line.filter((value): value is number => value !== null);
  return values.length === 0 ? null : { count: values.length, min: Math.min(...values), max: Math.max(...values) };
}
