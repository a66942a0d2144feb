import { tellFault, tellFinding, tellIncident, type Scene, type ToldIncident } from '@clearwell/detect';
import {
  channelKey,
  MINUTE,
  type BilingualName,
  type EpochMs,
  type FaultCode,
  type Finding,
  type ParameterCode,
} from '@clearwell/water-quality';
import { localTime } from '../backtest/local-time.ts';

/** One reason of the page: of what, where its figures come from, and how it is told. */
export interface ReasonCase {
  readonly code: string;
  readonly figuresOf: string;
  readonly said: BilingualName;
}

export type Place = readonly [zh: string, en: string, figuresOf: string];

/** How the probes of city A read. */
const CITY_STEPS: Partial<Record<string, number>> = { turbidity: 0.001 };
const timeText = localTime('Asia/Shanghai');

const sceneOf = ([zh, en]: Place, at: EpochMs, rest: Partial<Scene>): Scene => ({
  ...{ station: { zh, en }, intervalMs: 10 * MINUTE, at, timeText },
  resolutionOf: (key) => CITY_STEPS[key],
  ...rest,
});

/** @param at when it is told */
export const findingCase = (
  code: string,
  place: Place,
  [finding, at]: readonly [Finding, EpochMs],
  rest: Partial<Scene> = {},
): ReasonCase => ({ code, figuresOf: place[2], said: tellFinding(finding, sceneOf(place, at, rest)) });

interface FaultFigures {
  readonly channel: string;
  readonly since: EpochMs;
  readonly saidAt: EpochMs;
  readonly evidence: readonly number[];
  readonly endedAt?: EpochMs;
  readonly partner?: string;
}

export function faultCase(
  fault: FaultCode,
  place: Place,
  { channel, since, saidAt, evidence, endedAt, partner }: FaultFigures,
  rest: Partial<Scene> = {},
): ReasonCase {
  const told = {
    ...{ fault, channel: channelKey(channel), since, evidence, endedAt: endedAt ?? null },
    partner: partner === undefined ? null : channelKey(partner),
  };
  return { code: `fault ${fault}`, figuresOf: place[2], said: tellFault(told, sceneOf(place, saidAt, rest)) };
}

export const incidentCase = (
  figuresOf: string,
  stations: readonly (readonly [zh: string, en: string])[],
  told: Omit<ToldIncident, 'stations' | 'timeText'>,
): ReasonCase => ({
  ...{ code: `incident ${told.code}`, figuresOf },
  said: tellIncident({ ...told, stations: stations.map(([zh, en]) => ({ zh, en })), timeText }),
});

/** What a parameter did: how surprising, negative where it fell, and from where to where it went. */
export type Shifted = readonly [parameter: ParameterCode, size: number, before?: number, value?: number];

export const shiftsOf = (shifted: readonly Shifted[]): ToldIncident['said']['shifts'] =>
  shifted.map(([parameter, size, before, value]) => ({
    ...{ parameter, size: Math.abs(size), direction: size < 0 ? -1 : 1, deviation: size, before, value },
  }));
