import {
  HOUR,
  MINUTE,
  parameterOf,
  type Channel,
  type ChannelKey,
  type Parameter,
  type ParameterCode,
  type StationId,
} from '@clearwell/water-quality';
import type { RangeSettings } from './qualify-reading.ts';
import { AttenuatedSignalRule, PANES } from './tests/attenuated-signal.ts';
import { climatologyRule, type Climatology } from './tests/climatology.ts';
import { FlatLineRule } from './tests/flat-line.ts';
import type { Levels } from './tests/levels.ts';
import type { QualityRule } from './tests/quality-rule.ts';
import { RateOfChangeRule } from './tests/rate-of-change.ts';
import { SpikeRule } from './tests/spike.ts';

/**
 * How one channel is tested, in its unit and in hours. A test without levels is off. A suspect value is judged all the same; a
 * fail level makes values unfit to be judged, so none is set until somebody who knows the site sets it.
 */
export interface QualitySettings extends RangeSettings {
  readonly climatology: Climatology | null;
  readonly spike: Levels & { readonly method: 'average' | 'differential' };
  readonly ratePerHour: Levels;
  /** Levels in hours. */
  readonly flatLine: Levels & { readonly tolerance: number };
  /** Levels of the span of values over so many hours. */
  readonly attenuated: Levels & { readonly hours: number };
}

/** What somebody said of a parameter, and of a station's channels. The narrower word holds, setting by setting. */
export interface QualityOverrides {
  readonly parameters?: Partial<Record<ParameterCode, Partial<QualitySettings>>> | undefined;
  readonly stations?: Readonly<Record<StationId, Partial<Record<ChannelKey, Partial<QualitySettings>>>>> | undefined;
}

type TestedChannelOf = Pick<Channel, 'key' | 'parameter' | 'resolution'>;

/** The catalogue's word. Unchanged means by less than half a step of the probe. */
export function defaultSettings({ parameter, resolution }: Pick<Channel, 'parameter' | 'resolution'>): QualitySettings {
  const { sensorSpan, userSpan, suspect }: Parameter = parameterOf(parameter);
  return {
    sensorSpan,
    userSpan,
    climatology: null,
    spike: { method: 'differential', suspect: suspect.spike ?? undefined },
    ratePerHour: { suspect: suspect.ratePerHour ?? undefined },
    flatLine: { suspect: suspect.flatHours ?? undefined, tolerance: resolution / 2 },
    attenuated: { hours: 24 },
  };
}

export const settingsOf = (
  station: StationId,
  channel: TestedChannelOf,
  overrides: QualityOverrides = {},
): QualitySettings => ({
  ...defaultSettings(channel),
  ...overrides.parameters?.[channel.parameter],
  ...overrides.stations?.[station]?.[channel.key],
});

/** All that is wrong with settings, each in a sentence; none: []. */
export function faultsOfSettings({ sensorSpan, userSpan, ...tests }: QualitySettings): string[] {
  const faults: string[] = [];
  if (userSpan[0] < sensorSpan[0] || userSpan[1] > sensorSpan[1]) faults.push('userSpan must lie inside sensorSpan');
  for (const name of ['spike', 'ratePerHour', 'flatLine', 'attenuated'] as const) {
    const { suspect, fail } = tests[name];
    if (![suspect ?? 1, fail ?? 1].every((level) => level > 0)) faults.push(`${name}: a level must be above 0`);
  }
  if (!(tests.flatLine.tolerance > 0)) faults.push('flatLine: the tolerance must be above 0, or nothing is ever flat');
  if (!(tests.attenuated.hours > 0)) faults.push('attenuated: hours must be above 0');
  return faults;
}

/** Neighbours farther apart than two missed slots, and half an hour, are none. */
export const longestStepOf = (intervalMs: number): number => Math.max(2.5 * intervalMs, 30 * MINUTE);

/** A rate is taken over at least ten minutes: one step of a sensor in one minute is no rate. */
const LEAST_SECONDS = 600;

const has = ({ suspect, fail }: Levels): boolean => suspect !== undefined || fail !== undefined;

const scaled = ({ suspect, fail }: Levels, factor: number): Levels => ({
  suspect: suspect === undefined ? undefined : suspect * factor,
  fail: fail === undefined ? undefined : fail * factor,
});

/** The tests along a channel that settings ask for, gap-aware. @param intervalMs planned time between two readings */
export function rulesOf(settings: QualitySettings, intervalMs: number): QualityRule[] {
  const { climatology, spike, ratePerHour, flatLine, attenuated } = settings;
  const longestStep = longestStepOf(intervalMs);
  const rules: QualityRule[] = [];
  if (climatology !== null) rules.push(climatologyRule(climatology));
  if (has(spike)) rules.push(new SpikeRule({ ...spike, longestStep }));
  if (has(ratePerHour)) {
    const ways = { leastSeconds: LEAST_SECONDS, longestStep, isBridging: true, unknown: 2 } as const;
    rules.push(new RateOfChangeRule({ ...scaled(ratePerHour, 1 / 3600), ...ways }));
  }
  if (has(flatLine))
    rules.push(new FlatLineRule({ ...scaled(flatLine, HOUR), tolerance: flatLine.tolerance, longestStep }));
  if (has(attenuated)) {
    const period = Math.max(attenuated.hours * HOUR, PANES * intervalMs);
    rules.push(new AttenuatedSignalRule({ ...attenuated, period }));
  }
  return rules;
}
