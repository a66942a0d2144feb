// Every test against a plain model of the whole series, written from its definition and not from the rules.
import { HOUR, MINUTE, type EpochMs } from '@clearwell/water-quality';
import fc from 'fast-check';
import { ioosRule, judgeOf, type IoosCase } from './ioos/ioos-case.ts';
import { AttenuatedSignalRule, PANES } from './tests/attenuated-signal.ts';
import { climatologyRule } from './tests/climatology.ts';
import { FlatLineRule } from './tests/flat-line.ts';
import type { QualityRule } from './tests/quality-rule.ts';
import { RateOfChangeRule } from './tests/rate-of-change.ts';
import { SpikeRule } from './tests/spike.ts';

interface Series {
  readonly times: readonly EpochMs[];
  readonly values: readonly number[];
}
type Model = (series: Series) => number[];

const START = Date.UTC(2026, 1, 27, 5);

/** On a grid of eighths, with repeats, missing values, uneven steps and gaps. */
const series: fc.Arbitrary<Series> = fc
  .array(
    fc.record({
      step: fc.oneof(
        { weight: 6, arbitrary: fc.constant(10 * MINUTE) },
        { weight: 2, arbitrary: fc.integer({ min: 500, max: 20 * MINUTE }) },
        { weight: 1, arbitrary: fc.integer({ min: 25 * MINUTE, max: 30 * HOUR }) },
      ),
      value: fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(1, 1, 1, 1.125) },
        { weight: 3, arbitrary: fc.integer({ min: 0, max: 32 }).map((eighths) => eighths / 8) },
        { weight: 1, arbitrary: fc.constant(NaN) },
      ),
    }),
    { minLength: 1, maxLength: 120 },
  )
  .map((rows) => {
    let at = START;
    return { times: rows.map(({ step }) => (at += step)), values: rows.map(({ value }) => value) };
  });

/** The flags as last said. */
function flagsOf(rule: QualityRule, { times, values }: Series): number[] {
  const judge = judgeOf(rule);
  const flags: number[] = [];
  times.forEach((sampledAt, i) => {
    const { now, before } = judge.fold({ sampledAt, values: Float64Array.of(values[i]!), flags: new Uint8Array(1) });
    flags[i] = now.flags[0]!;
    before.forEach((reading, back) => {
      if (i > back) flags[i - 1 - back] = reading.flags[0]!;
    });
  });
  return flags;
}

const grade = (size: number, [suspect, fail]: readonly [number, number]) => (size > fail ? 4 : size > suspect ? 3 : 1);
const gradeLow = (size: number, [suspect, fail]: readonly [number, number]) =>
  size < fail ? 4 : size < suspect ? 3 : 1;

const each =
  (flag: (value: number, k: number, series: Series) => number): Model =>
  (all) =>
    all.values.map((value, k) => (Number.isNaN(value) ? 9 : flag(value, k, all)));

/** As far as two neighbours may be apart. */
const STEP = 25 * MINUTE;

const spikeModel = (method: 'average' | 'differential', step: number): Model =>
  each((value, k, { values, times }) => {
    const [left, right] = [values[k - 1] ?? NaN, values[k + 1] ?? NaN];
    if (Number.isNaN(left + right) || times[k]! - times[k - 1]! > step || times[k + 1]! - times[k]! > step) return 2;
    const isPeak = (value > left && value > right) || (value < left && value < right);
    const least = isPeak ? Math.min(Math.abs(value - left), Math.abs(value - right)) : 0;
    return grade(method === 'average' ? Math.abs(value - (left + right) / 2) : least, [0.5, 1]);
  });

const rateModel: Model = each((value, k, { values, times }) => {
  const last = values.findLastIndex((one, i) => i < k && !Number.isNaN(one));
  if (last === -1 || times[k]! - times[last]! > STEP) return 2;
  const seconds = Math.max(600, Math.floor((times[k]! - times[last]!) / 1000));
  return grade(Math.abs(value - values[last]!) / seconds, [0.5 / 600, 1 / 600]);
});

const ioosRateModel: Model = each((value, k, { values, times }) => {
  if (k === 0 || Number.isNaN(values[k - 1])) return 1;
  const seconds = Math.floor((times[k]! - times[k - 1]!) / 1000);
  return grade(Math.abs(value - values[k - 1]!) / (seconds < 1 ? 1 : seconds), [0.5 / 600, 1 / 600]);
});

/** With a tolerance below one step of the grid a run is a row of equal values, no two of them far apart. */
const flatModel: Model = each((value, k, { values, times }) => {
  let [since, next] = [times[k]!, times[k]!];
  for (let i = k - 1; i >= 0; i--) {
    if (Number.isNaN(values[i])) continue;
    if (values[i] !== value || next - times[i]! > STEP) break;
    since = next = times[i]!;
  }
  const lasted = times[k]! - since;
  return lasted >= HOUR ? 4 : lasted >= HOUR / 2 ? 3 : 1;
});

const ioosFlatModel: Model = (all) => {
  if (all.values.length < 3) return all.values.map(() => 1);
  const isFlat = (k: number, window: number) => {
    const held = all.values.slice(Math.max(0, k - window), k + 1).filter((value) => !Number.isNaN(value));
    return k >= window && Math.max(...held) - Math.min(...held) < 0.25;
  };
  return each((_, k) => (isFlat(k, 6) ? 4 : isFlat(k, 3) ? 3 : 1))(all);
};

const attenuatedModel: Model = each((_, k, { values, times }) => {
  const paneOf = (i: number) => Math.floor((times[i]! * PANES) / (2 * HOUR));
  const held = values.map((_, i) => i).filter((i) => i <= k && paneOf(i) > paneOf(k) - 8 && !Number.isNaN(values[i]));
  if (new Set(held.map(paneOf)).size < 7) return 2;
  const span = Math.max(...held.map((i) => values[i]!)) - Math.min(...held.map((i) => values[i]!));
  return gradeLow(span, [1.5, 0.25]);
});

const ioosAttenuatedModel = (type: 'std' | 'range'): Model =>
  each((_, k, { values, times }) => {
    const window = values.filter((_, i) => i <= k && times[i]! > times[k]! - 5400 * 1000);
    const held = window.filter((value) => !Number.isNaN(value));
    if (held.length < 3 || (type === 'range' && held.length < window.length)) return 2;
    const mean = held.reduce((sum, value) => sum + value, 0) / held.length;
    const variance = held.reduce((sum, value) => sum + (value - mean) ** 2, 0) / held.length;
    return gradeLow(type === 'std' ? Math.sqrt(variance) : Math.max(...held) - Math.min(...held), [0.6131, 0.2317]);
  });

const grossModel: Model = each((value) => (value < 0.5 || value > 3.5 ? 4 : value < 1 || value > 3 ? 3 : 1));

/** By the text of the date, of all that the rule computes. */
const climatologyModel: Model = each((value, k, { times }) => {
  const text = new Date(times[k]! + 8 * HOUR).toISOString();
  const [month, hour] = [Number(text.slice(5, 7)), Number(text.slice(11, 13))];
  if (hour >= 6 && hour <= 11) return value < 1 || value > 2 ? 3 : 1;
  if (month === 2) return value > 3 ? 4 : value < 0.5 || value > 2.5 ? 3 : 1;
  return 2;
});

const ioos = (test: IoosCase['test'], config: object, { times, values }: Series) =>
  ioosRule({ id: '', test, config, times, values, intervalS: 600 } as IoosCase)!;

const [LEVELS, LEVELS_OF_RATE] = [
  { suspect: 0.5, fail: 1 },
  { suspect: 0.5 / 600, fail: 1 / 600 },
];
const SEASONS = [
  { part: 'month', span: [2, 2], usual: [0.5, 2.5], possible: [-1, 3] },
  { part: 'hour', span: [6, 11], usual: [1, 2] },
] as const;
const RATE = { ...LEVELS_OF_RATE, leastSeconds: 600, longestStep: STEP, isBridging: true, unknown: 2 } as const;

const [suspect_threshold, fail_threshold] = [0.5, 1];

const PAIRS: readonly (readonly [string, (all: Series) => QualityRule, Model])[] = [
  ['climatology', () => climatologyRule({ seasons: SEASONS, utcOffset: 8 * HOUR }), climatologyModel],
  ...(['average', 'differential'] as const).flatMap((method) => [
    [
      `spike (${method})`,
      () => new SpikeRule({ ...LEVELS, method, longestStep: STEP }),
      spikeModel(method, STEP),
    ] as const,
    [
      `spike of ioos_qc (${method})`,
      (all: Series) => ioos('spike_test', { method, suspect_threshold, fail_threshold }, all),
      spikeModel(method, Infinity),
    ] as const,
  ]),
  ['rate of change', () => new RateOfChangeRule(RATE), rateModel],
  [
    'rate of change of ioos_qc',
    (all) => ioos('rate_of_change_test', { threshold: 0.5 / 600, fail_threshold: 1 / 600 }, all),
    ioosRateModel,
  ],
  [
    'flat line',
    () => new FlatLineRule({ suspect: HOUR / 2, fail: HOUR, tolerance: 0.0625, longestStep: STEP }),
    flatModel,
  ],
  [
    'flat line of ioos_qc',
    (all) => ioos('flat_line_test', { suspect_threshold: 1800, fail_threshold: 3600, tolerance: 0.25 }, all),
    ioosFlatModel,
  ],
  [
    'attenuated signal',
    () => new AttenuatedSignalRule({ period: 2 * HOUR, suspect: 1.5, fail: 0.25 }),
    attenuatedModel,
  ],
  ...(['std', 'range'] as const).map((check_type) => {
    const levels = { suspect_threshold: 0.6131, fail_threshold: 0.2317 };
    const config = { ...levels, check_type, test_period: 5400, min_obs: 3 };
    const rule = (all: Series) => ioos('attenuated_signal_test', config, all);
    return [`attenuated signal of ioos_qc (${check_type})`, rule, ioosAttenuatedModel(check_type)] as const;
  }),
  ['gross range', (all) => ioos('gross_range_test', { fail_span: [0.5, 3.5], suspect_span: [1, 3] }, all), grossModel],
];

describe('A test along a channel, reading by reading', () => {
  it.each(PAIRS)('comes to what the whole series comes to: %s', (_, ruleOf, model) => {
    const seen = new Set<number>();
    fc.assert(
      fc.property(series, (all) => {
        const expected = model(all);
        for (const flag of expected) seen.add(flag);
        expect(flagsOf(ruleOf(all), all)).toEqual(expected);
      }),
      { numRuns: 400, seed: 20_261_125 },
    );
    expect(seen.has(3) && seen.has(4)).toBe(true);
  });
});
