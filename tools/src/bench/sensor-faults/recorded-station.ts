import type { JudgedChannel } from '@clearwell/detect';
import { DAY, parameterOf } from '@clearwell/water-quality';
import type { HistoryRow, StationHistory } from '../station-history.ts';

/** A channel as it was recorded: what is needed to break it to a measure. */
export interface RecordedChannel extends JudgedChannel {
  readonly isWater: boolean;
  /** Its noise, in its unit: the standard deviation of one value between its neighbours, at least a resolution. */
  readonly noise: number;
  /** How far it usually is from its level of the day, in its unit, as a standard deviation; at least its noise. */
  readonly wander: number;
  readonly median: number;
}

/** A history whose channels are known well enough to break them. */
export interface RecordedStation {
  readonly name: string;
  /** Usual time between two rows, ms. */
  readonly interval: number;
  readonly channels: readonly RecordedChannel[];
  readonly rows: readonly HistoryRow[];
}

export function measureStation({ name, channels, rows }: StationHistory): RecordedStation {
  const interval = medianOf(rows.map(({ at }, i) => at - (rows[i - 1]?.at ?? NaN)));
  const measured = channels.map((channel, place): RecordedChannel => {
    const values = rows.map((row) => row.values[place] ?? NaN);
    const between = values.map((x, i) => Math.abs(x - ((values[i - 1] ?? NaN) + (values[i + 1] ?? NaN)) / 2));
    // 1.4826 makes a median of sizes a standard deviation, √1.5 takes off what the neighbours add.
    const noise = Math.max((1.4826 * medianOf(between)) / Math.sqrt(1.5), channel.resolution);
    const isWater = parameterOf(channel.parameter).movedBy === 'water' && !isConstant(values);
    return {
      ...channel,
      isWater,
      noise,
      wander: Math.max(noise, wanderOf(values, interval)),
      median: medianOf(values),
    };
  });
  return { name, interval, channels: measured, rows };
}

function wanderOf(values: readonly number[], interval: number): number {
  const day = Math.max(2, Math.round(DAY / interval));
  const off: number[] = [];
  for (let from = 0; from < values.length; from += day) {
    const level = medianOf(values.slice(from, from + day));
    off.push(...values.slice(from, from + day).map((value) => Math.abs(value - level)));
  }
  return 1.4826 * medianOf(off);
}

const isConstant = (values: readonly number[]): boolean => values.every((value) => value === values[0]);

function medianOf(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}
