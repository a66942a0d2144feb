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

/** Stations of city A, as it is recorded. */
const CITY_A: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  A01: ['芷溪出厂', 'Zhixi outlet'],
  A03: ['岑洲出厂', 'Cenzhou outlet'],
  A05: ['栖浦二次供水', 'Qipu secondary'],
  A07: ['槐圃末梢', 'Huaipu end'],
  A10: ['絮岭末梢', 'Xuling end'],
  A16: ['苇溪管网点', 'Weixi network'],
  A17: ['岚浦管网点', 'Lanpu network'],
  A19: ['渚巷管网点', 'Zhuxiang network'],
  A20: ['梧塬管网点', 'Wuyuan network'],
  A21: ['笙圃管网点', 'Shengpu network'],
  A22: ['汀巷管网点', 'Tingxiang network'],
  A23: ['榆台管网点', 'Yutai network'],
  A24: ['岑台管网点', 'Centai network'],
  A34: ['澄溪管网点', 'Chengxi network'],
  A35: ['岑塬二次供水', 'Cenyuan secondary'],
  A36: ['笙坪管网点', 'Shengping network'],
  A37: ['絮台小型供水', 'Xutai small supply'],
  A40: ['梧洲管网点', 'Wuzhou network'],
  A42: ['钰浦管网点', 'Juepu network'],
  A43: ['渚溪二次供水', 'Zhuxi secondary'],
  A45: ['栖巷小型供水', 'Qixiang small supply'],
  A46: ['苇岭管网点', 'Weiling network'],
  A47: ['笙桥二次供水', 'Shengqiao secondary'],
  A48: ['絮浦管网点', 'Xupu network'],
};

export function cityA(id: string, note?: string): Place {
  const [zh, en] = CITY_A[id] ?? [id, id];
  return [zh, en, ['city A', id, ...(note === undefined ? [] : [note])].join(', ')];
}

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

const nameOf = (id: string): BilingualName => {
  const [zh, en] = cityA(id);
  return { zh, en };
};

export const incidentCase = (
  figuresOf: string,
  ids: readonly string[],
  told: Omit<ToldIncident, 'stations' | 'timeText'>,
): ReasonCase => ({
  ...{ code: `incident ${told.code}`, figuresOf },
  said: tellIncident({ ...told, stations: ids.map(nameOf), timeText }),
});

/** What a parameter did: how surprising, negative where it fell, and from where to where it went. */
export type Shifted = readonly [parameter: ParameterCode, size: number, before?: number, value?: number];

export const shiftsOf = (shifted: readonly Shifted[]): ToldIncident['said']['shifts'] =>
  shifted.map(([parameter, size, before, value]) => ({
    ...{ parameter, size: Math.abs(size), direction: size < 0 ? -1 : 1, deviation: size, before, value },
  }));
