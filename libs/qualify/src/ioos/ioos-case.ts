import { SECOND, channelKey, type EpochMs, type QualityFlag } from '@clearwell/water-quality';
import { QualityJudge, type Flagged } from '../quality-judge.ts';
import { rollUp } from '../roll-up.ts';
import { climatologyRule, type CalendarPart } from '../tests/climatology.ts';
import { grossRangeRule, type ValueSpan } from '../tests/gross-range.ts';
import type { QualityRule } from '../tests/quality-rule.ts';
import { RateOfChangeRule } from '../tests/rate-of-change.ts';
import { SpikeRule } from '../tests/spike.ts';
import { AttenuatedWindowRule, flagWholeSeries } from './attenuated-window.ts';
import { FlatLineWindowRule } from './flat-line-window.ts';

type Pair = readonly [number, number];

/** Arguments by the names of `ioos_qc.qartod`; times in seconds, rates per second. */
export interface IoosConfigs {
  readonly gross_range_test: { readonly fail_span: Pair; readonly suspect_span?: Pair | null | undefined };
  readonly climatology_test: { readonly members: readonly IoosMember[] };
  readonly spike_test: IoosLevels & { readonly method?: 'average' | 'differential' | undefined };
  readonly rate_of_change_test: {
    readonly threshold: number;
    readonly fail_threshold?: number | null | undefined;
  };
  readonly flat_line_test: {
    readonly suspect_threshold: number;
    readonly fail_threshold: number;
    readonly tolerance?: number | undefined;
  };
  readonly attenuated_signal_test: {
    readonly suspect_threshold: number;
    readonly fail_threshold: number;
    readonly check_type?: 'std' | 'range' | undefined;
    readonly test_period?: number | null | undefined;
    readonly min_obs?: number | null | undefined;
    readonly min_period?: number | null | undefined;
  };
  readonly qartod_compare: { readonly vectors: readonly (readonly QualityFlag[])[] };
}

interface IoosLevels {
  readonly suspect_threshold?: number | null | undefined;
  readonly fail_threshold?: number | null | undefined;
}

export interface IoosMember {
  /** Two numbers with a period, two times (epoch ms) without. */
  readonly tspan: Pair;
  readonly period?: CalendarPart | null | undefined;
  readonly vspan: Pair;
  readonly fspan?: Pair | null | undefined;
  /** Of depth, which a station does not have: such a member fits no reading. */
  readonly zspan?: Pair | null | undefined;
}

export type IoosTest = keyof IoosConfigs;

/** A series and the test to run over it, as in the files of reference cases. */
export type IoosCase = {
  readonly [Test in IoosTest]: IoosSeries & { readonly test: Test; readonly config: IoosConfigs[Test] };
}[IoosTest];

export interface IoosSeries {
  readonly id: string;
  /** None going back. */
  readonly times: readonly EpochMs[];
  /** NaN: missing. */
  readonly values: readonly number[];
  /** The station's planned interval; left out: the median of the series. */
  readonly intervalS?: number | undefined;
}

const sorted = ([one, other]: Pair): ValueSpan => (one <= other ? [one, other] : [other, one]);

/** A threshold of zero counts as none with spikes. */
const orOff = (threshold: number | null | undefined): number | undefined =>
  threshold == null || threshold === 0 ? undefined : threshold;

/** Whole seconds; 1 of a series too short to have one. */
function intervalOf({ times, intervalS }: IoosSeries): number {
  if (intervalS !== undefined) return intervalS;
  const steps = times.slice(1).map((at, i) => at - (times[i] ?? NaN));
  steps.sort((a, b) => a - b);
  const [low, high] = [steps[(steps.length - 1) >> 1], steps[steps.length >> 1]];
  return low === undefined || high === undefined ? 1 : Math.max(1, Math.floor((low + high) / 2 / SECOND));
}

/**
 * The rule that says of a series, one reading at a time, what ioos_qc says of the whole of it. Null for what is no test along
 * a series: the roll-up, and the attenuated signal without a period.
 * @throws RangeError for a suspect span that is not inside the fail span
 */
export function ioosRule(series: IoosCase): QualityRule | null {
  switch (series.test) {
    case 'gross_range_test':
      return ioosGrossRange(series.config);
    case 'climatology_test':
      return ioosClimatology(series.config);
    case 'spike_test': {
      const { method = 'average', suspect_threshold: suspect, fail_threshold: fail } = series.config;
      return new SpikeRule({ method, suspect: orOff(suspect), fail: orOff(fail), longestStep: Infinity });
    }
    case 'rate_of_change_test': {
      const { threshold: suspect, fail_threshold: fail } = series.config;
      const levels = { suspect, fail: fail ?? undefined };
      return new RateOfChangeRule({ ...levels, leastSeconds: 1, longestStep: Infinity, isBridging: false, unknown: 1 });
    }
    case 'flat_line_test': {
      const { suspect_threshold: suspect, fail_threshold: fail, tolerance = 0 } = series.config;
      // A window as long as the series is never full.
      const places = (seconds: number): number =>
        Math.min(Math.floor(seconds / intervalOf(series)), series.times.length);
      return new FlatLineWindowRule({ suspect: places(suspect), fail: places(fail), tolerance });
    }
    case 'attenuated_signal_test':
      return ioosAttenuated(series, series.config);
    case 'qartod_compare':
      return null;
  }
}

function ioosGrossRange({ fail_span, suspect_span }: IoosConfigs['gross_range_test']): QualityRule {
  const sensor = sorted(fail_span);
  const user = suspect_span == null ? undefined : sorted(suspect_span);
  if (user !== undefined && (user[0] < sensor[0] || user[1] > sensor[1]))
    throw new RangeError(`suspect_span ${user.join(' to ')} is not inside fail_span ${sensor.join(' to ')}`);
  return grossRangeRule(sensor, user);
}

function ioosClimatology({ members }: IoosConfigs['climatology_test']): QualityRule {
  const seasons = members
    .filter(({ zspan }) => zspan == null)
    .map(({ tspan, period, vspan, fspan }) => ({
      part: period ?? undefined,
      span: period == null ? sorted(tspan) : tspan,
      usual: sorted(vspan),
      possible: fspan == null ? undefined : sorted(fspan),
    }));
  return climatologyRule({ seasons, utcOffset: 0 });
}

function ioosAttenuated(series: IoosSeries, config: IoosConfigs['attenuated_signal_test']): QualityRule | null {
  const { test_period: period, min_obs, min_period } = config;
  if (period == null) return null;
  const leastValues = min_period == null ? (min_obs ?? 1) : Math.floor(min_period / intervalOf(series));
  const capacity = Math.max(1, series.times.length);
  return new AttenuatedWindowRule({ ...checkOf(config), period: period * SECOND, leastValues, capacity });
}

const checkOf = (config: IoosConfigs['attenuated_signal_test']) => ({
  type: config.check_type ?? 'std',
  suspect: config.suspect_threshold,
  fail: config.fail_threshold,
});

/** The flags of a case: each as it was last said, when the readings have come one by one. */
export function flagCase(series: IoosCase): QualityFlag[] {
  const rule = ioosRule(series);
  if (rule !== null) return flagAlong(rule, series);
  if (series.test === 'attenuated_signal_test') return flagWholeSeries(series.values, checkOf(series.config));
  const vectors = series.test === 'qartod_compare' ? series.config.vectors : [];
  return series.times.map((_, i) => rollUp(vectors.map((flags) => flags[i] ?? 9)));
}

const KEY = channelKey('series');

/** A channel with one rule, and no door before it. */
export const judgeOf = (rule: QualityRule, saved?: Uint8Array): QualityJudge =>
  new QualityJudge([{ key: KEY, rules: [rule] }], saved);

const flagOf = ({ flags }: Flagged): QualityFlag => flags[0] as QualityFlag;

function flagAlong(rule: QualityRule, { times, values }: IoosSeries): QualityFlag[] {
  const judge = judgeOf(rule);
  const flags: QualityFlag[] = [];
  const row = { sampledAt: NaN, values: new Float64Array(1), flags: new Uint8Array(1) };
  times.forEach((at, i) => {
    row.sampledAt = at;
    row.values[0] = values[i] ?? NaN;
    const { now, before, isRevising } = judge.fold(row);
    flags[i] = flagOf(now);
    if (isRevising) before.slice(0, i).forEach((reading, back) => (flags[i - 1 - back] = flagOf(reading)));
  });
  return flags;
}
