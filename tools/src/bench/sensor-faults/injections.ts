import type { FaultKind } from '@clearwell/detect';
import { HOUR, MINUTE, parameterOf } from '@clearwell/water-quality';
import type { RecordedChannel } from './recorded-station.ts';

/** Where in a fault a row is, and what there was before it. */
export interface InjectedRow {
  /** Time since the fault began, ms; from `lasts` on it is over. */
  readonly elapsed: number;
  readonly lasts: number;
  readonly size: number;
  readonly channel: number;
  /** The other channel, where it takes two. */
  readonly other: number;
  readonly channels: readonly RecordedChannel[];
  /** The row before the fault. */
  readonly before: Float64Array;
  readonly random: () => number;
}

/** One way a probe breaks. */
export interface Injection {
  readonly name: string;
  /** What it is to be typed as; null: nothing of one channel. */
  readonly kind: FaultKind | null;
  /** Aims: shares of all injections that raise a water event, at most, and that are typed right, at least. */
  readonly mostEvents: number;
  readonly leastTyped: number;
  /** Sizes as a person reads them, what the injection makes of them, and how long it lasts. */
  readonly sizes: readonly { readonly name: string; readonly size: number; readonly lasts: number }[];
  /** It breaks all channels of the station. */
  readonly isOfAll?: boolean;
  isPossible(channel: RecordedChannel): boolean;
  /** Changes the values of a row in place. @returns false when the row does not come at all */
  change(values: Float64Array, row: InjectedRow): boolean;
  /** Somebody works at the station. */
  isMarked?(row: InjectedRow): boolean;
}

const isWater = ({ isWater: is }: RecordedChannel): boolean => is;
/** Stands well above 0, so that its 0 is none of the water. */
const isAboveZero = ({ isWater: is, median, noise }: RecordedChannel): boolean => is && median > 10 * noise;

const noiseOf = ({ channels, channel }: InjectedRow): number => channels[channel]?.noise ?? 0;
const wanderOf = ({ channels, channel }: InjectedRow): number => channels[channel]?.wander ?? 0;
const roundTo = (value: number, { channels, channel }: InjectedRow): number => {
  const step = channels[channel]?.resolution ?? 1;
  return Math.round(value / step) * step;
};

/** Two uniform numbers make a Gauss one (Box and Muller). */
const gauss = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const put = (values: Float64Array, row: InjectedRow, value: number): true => {
  // What is missing stays missing.
  if (!Number.isNaN(values[row.channel])) values[row.channel] = roundTo(value, row);
  return true;
};
const add = (values: Float64Array, row: InjectedRow, what: number): true =>
  put(values, row, (values[row.channel] ?? NaN) + what);

const hours = (...lengths: readonly number[]): Injection['sizes'] =>
  lengths.map((length) => ({ name: `${String(length)} h`, size: length, lasts: length * HOUR }));
const noises = (lasts: number, ...sizes: readonly number[]): Injection['sizes'] =>
  sizes.map((size) => ({ name: `${String(size)} × noise`, size, lasts }));

const wanders = (lasts: number, ...sizes: readonly number[]): Injection['sizes'] =>
  sizes.map((size) => ({ name: `${String(size)} × wander`, size, lasts }));

const isOn = ({ elapsed, lasts }: InjectedRow): boolean => elapsed < lasts;
const WORK = 30 * MINUTE;

export const INJECTIONS: readonly Injection[] = [
  {
    name: 'lone spike',
    kind: 'spike',
    mostEvents: 0.1,
    leastTyped: 0.8,
    sizes: noises(1, 10, 20, 40),
    isPossible: isWater,
    change: (values, row) => !isOn(row) || add(values, row, (row.random() < 0.5 ? -1 : 1) * row.size * noiseOf(row)),
  },
  {
    name: 'dropout to 0',
    kind: 'dropout',
    mostEvents: 0.1,
    leastTyped: 0.8,
    sizes: hours(1, 4, 12),
    isPossible: isAboveZero,
    change: (values, row) => !isOn(row) || put(values, row, 0),
  },
  {
    name: 'flat line',
    kind: 'flatline',
    mostEvents: 0,
    leastTyped: 0.8,
    sizes: hours(12, 24, 48),
    isPossible: isWater,
    change: (values, row) => !isOn(row) || put(values, row, row.before[row.channel] ?? NaN),
  },
  {
    name: 'all frozen',
    kind: 'frozen',
    mostEvents: 0,
    leastTyped: 0.8,
    sizes: hours(3, 6, 24),
    isOfAll: true,
    isPossible: isWater,
    change: (values, row) => {
      if (isOn(row)) row.channels.forEach(({ isWater: is }, i) => (is ? (values[i] = row.before[i] ?? NaN) : 0));
      return true;
    },
  },
  {
    name: 'silence of the station',
    kind: null,
    mostEvents: 0,
    leastTyped: 0,
    sizes: hours(1, 6, 24),
    isOfAll: true,
    isPossible: isWater,
    change: (_, row) => !isOn(row),
  },
  {
    name: 'one channel missing',
    kind: 'missing',
    mostEvents: 0,
    leastTyped: 0.8,
    sizes: hours(3, 6, 24),
    isPossible: isWater,
    change: (values, row) => {
      if (isOn(row)) values[row.channel] = NaN;
      return true;
    },
  },
  {
    name: 'clipped at the end of its range',
    kind: 'range_clip',
    mostEvents: 0.1,
    leastTyped: 0.8,
    sizes: hours(1, 4, 12),
    isPossible: isWater,
    change: (values, row) => {
      const channel = row.channels[row.channel];
      return !isOn(row) || channel === undefined || put(values, row, parameterOf(channel.parameter).userSpan[1]);
    },
  },
  {
    name: 'fouling drift of 3 days, reset',
    kind: 'drift_fouling',
    mostEvents: 0.25,
    leastTyped: 0.8,
    sizes: wanders(72 * HOUR, 4, 8, 16),
    isPossible: isWater,
    change: (values, row) => !isOn(row) || add(values, row, (row.elapsed / row.lasts) * row.size * wanderOf(row)),
  },
  {
    name: 'noise burst of 12 h',
    kind: 'noise_burst',
    mostEvents: 0.15,
    leastTyped: 0.8,
    sizes: noises(12 * HOUR, 8, 15, 30),
    isPossible: isWater,
    change: (values, row) => !isOn(row) || add(values, row, gauss(row.random) * row.size * noiseOf(row)),
  },
  {
    name: 'reagent empty for a day',
    kind: 'reagent_empty',
    // Until it is known to be the reagent, chlorine that falls is told.
    mostEvents: 1,
    leastTyped: 0.8,
    sizes: [0.5, 1, 2].map((size) => ({ name: `decays in ${String(size)} h`, size, lasts: 24 * HOUR })),
    isPossible: (channel) => isAboveZero(channel) && parameterOf(channel.parameter).spendsReagent,
    change: (values, row) =>
      !isOn(row) || put(values, row, (values[row.channel] ?? NaN) * Math.exp(-row.elapsed / (row.size * HOUR))),
  },
  {
    name: 'two channels swapped',
    kind: 'swapped',
    mostEvents: 0.1,
    leastTyped: 0.8,
    sizes: hours(2, 6, 12),
    isPossible: isAboveZero,
    change: (values, row) => {
      const [a = NaN, b = NaN] = [values[row.channel], values[row.other]];
      if (isOn(row)) [values[row.channel], values[row.other]] = [b, a];
      return true;
    },
  },
  {
    name: 'shift at a calibration',
    kind: 'shift',
    mostEvents: 0.1,
    leastTyped: 0.8,
    sizes: wanders(24 * HOUR, 4, 8, 16),
    isPossible: isWater,
    // It stays as it was set.
    change: (values, row) => add(values, row, row.size * wanderOf(row)),
    isMarked: ({ elapsed }) => elapsed < WORK,
  },
];
