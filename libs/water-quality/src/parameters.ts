import type { ChannelKey } from './brand.ts';

export interface BilingualName {
  readonly zh: string;
  readonly en: string;
}

/** How far an online probe may stand from a reference meter and still be in order: the larger of the two applies. */
export interface Tolerance {
  /** In the parameter's unit. */
  readonly absolute: number;
  /** Fraction of the value. */
  readonly relative: number;
}

/** Which way a parameter has to move to be of concern: turbidity that falls is water that gets better. */
export type Concern = 'both' | 'rise' | 'fall';

/**
 * From where on what a channel does is suspect (flag 3): shown and flagged, and judged all the same, since a sudden rise,
 * a fall or a value that stays may be the water. Null: off, of what moves by itself.
 */
export interface SuspectLevels {
  /** Height of one value over both its neighbours, in `unit`. */
  readonly spike: number | null;
  /** In `unit` per hour. */
  readonly ratePerHour: number | null;
  /** Unchanged for as long, in hours. */
  readonly flatHours: number | null;
}

export interface Parameter {
  readonly name: BilingualName;
  /** UCUM. */
  readonly unit: string;
  /** The unit as a person reads it. */
  readonly unitText: string;
  /** Smallest step of an ordinary sensor, in `unit`. */
  readonly resolution: number;
  readonly decimals: number;
  /** What the sensor can measure at all; outside it a value is no measurement (flag 4). */
  readonly sensorSpan: readonly [low: number, high: number];
  /** What drinking water can plausibly show; outside it a value is suspect (flag 3). */
  readonly userSpan: readonly [low: number, high: number];
  readonly suspect: SuspectLevels;
  readonly tolerance: Tolerance;
  /** An operational parameter explains, and is never a water event by itself. */
  readonly operational: boolean;
  readonly concern: Concern;
  /** What makes it change: the water, or the pumps, whose jumps and standstills are no fault of a probe. */
  readonly movedBy: 'water' | 'pumps';
  /** Measured with a reagent or an electrolyte that runs out, upon which it decays to 0. */
  readonly spendsReagent: boolean;
}

/**
 * The parameters Clearwell knows. A new one is a new row here; nothing else names them.
 * Resolutions and tolerances: usual online instruments, field comparison at free chlorine ±0.02 mg/L up to 0.2 and
 * ±10 % above, turbidity about ±0.1 NTU up to 1 and ±10 % above; spans are those of common probes.
 */
export const PARAMETERS = {
  free_chlorine: {
    name: { zh: '余氯', en: 'Free chlorine' },
    unit: 'mg/L',
    unitText: 'mg/L',
    resolution: 0.01,
    decimals: 2,
    sensorSpan: [0, 20],
    userSpan: [0, 5],
    suspect: { spike: 0.2, ratePerHour: 1, flatHours: 12 },
    tolerance: { absolute: 0.02, relative: 0.1 },
    operational: false,
    concern: 'both',
    movedBy: 'water',
    spendsReagent: true,
  },
  turbidity: {
    name: { zh: '浊度', en: 'Turbidity' },
    unit: '[NTU]',
    unitText: 'NTU',
    resolution: 0.01,
    decimals: 2,
    sensorSpan: [0, 100],
    userSpan: [0, 20],
    suspect: { spike: 0.5, ratePerHour: 1, flatHours: 24 },
    tolerance: { absolute: 0.1, relative: 0.1 },
    operational: false,
    concern: 'rise',
    movedBy: 'water',
    spendsReagent: false,
  },
  ph: {
    name: { zh: 'pH', en: 'pH' },
    unit: '[pH]',
    unitText: '',
    resolution: 0.01,
    decimals: 2,
    sensorSpan: [0, 14],
    userSpan: [5, 10],
    suspect: { spike: 0.3, ratePerHour: 1, flatHours: 24 },
    tolerance: { absolute: 0.1, relative: 0 },
    operational: false,
    concern: 'both',
    movedBy: 'water',
    spendsReagent: false,
  },
  conductivity: {
    name: { zh: '电导率', en: 'Conductivity' },
    unit: 'uS/cm',
    unitText: 'µS/cm',
    resolution: 1,
    decimals: 0,
    sensorSpan: [0, 20_000],
    userSpan: [50, 2_500],
    suspect: { spike: 30, ratePerHour: 100, flatHours: 24 },
    tolerance: { absolute: 5, relative: 0.03 },
    operational: false,
    concern: 'both',
    movedBy: 'water',
    spendsReagent: false,
  },
  total_chlorine: {
    name: { zh: '总氯', en: 'Total chlorine' },
    unit: 'mg/L',
    unitText: 'mg/L',
    resolution: 0.01,
    decimals: 2,
    sensorSpan: [0, 20],
    userSpan: [0, 6],
    suspect: { spike: 0.2, ratePerHour: 1, flatHours: 12 },
    tolerance: { absolute: 0.02, relative: 0.1 },
    operational: false,
    concern: 'both',
    movedBy: 'water',
    spendsReagent: true,
  },
  chlorine_dioxide: {
    name: { zh: '二氧化氯', en: 'Chlorine dioxide' },
    unit: 'mg/L',
    unitText: 'mg/L',
    resolution: 0.01,
    decimals: 2,
    sensorSpan: [0, 10],
    userSpan: [0, 2],
    suspect: { spike: 0.1, ratePerHour: 0.5, flatHours: 12 },
    tolerance: { absolute: 0.02, relative: 0.1 },
    operational: false,
    concern: 'both',
    movedBy: 'water',
    spendsReagent: true,
  },
  ozone: {
    name: { zh: '臭氧', en: 'Ozone' },
    unit: 'mg/L',
    unitText: 'mg/L',
    resolution: 0.01,
    decimals: 2,
    sensorSpan: [0, 10],
    userSpan: [0, 1],
    suspect: { spike: 0.1, ratePerHour: 0.5, flatHours: 12 },
    tolerance: { absolute: 0.02, relative: 0.1 },
    operational: false,
    concern: 'both',
    movedBy: 'water',
    spendsReagent: true,
  },
  codmn: {
    name: { zh: '高锰酸盐指数', en: 'Permanganate index' },
    unit: 'mg/L',
    unitText: 'mg/L',
    resolution: 0.01,
    decimals: 2,
    sensorSpan: [0, 100],
    userSpan: [0, 10],
    suspect: { spike: 1, ratePerHour: 2, flatHours: 24 },
    tolerance: { absolute: 0.2, relative: 0.1 },
    operational: false,
    concern: 'rise',
    movedBy: 'water',
    spendsReagent: false,
  },
  toc: {
    name: { zh: '总有机碳', en: 'Total organic carbon' },
    unit: 'mg/L',
    unitText: 'mg/L',
    resolution: 0.01,
    decimals: 2,
    sensorSpan: [0, 100],
    userSpan: [0, 20],
    suspect: { spike: 0.5, ratePerHour: 2, flatHours: 24 },
    tolerance: { absolute: 0.2, relative: 0.1 },
    operational: false,
    concern: 'rise',
    movedBy: 'water',
    spendsReagent: false,
  },
  ammonia_n: {
    name: { zh: '氨氮', en: 'Ammonia as N' },
    unit: 'mg/L',
    unitText: 'mg/L',
    resolution: 0.01,
    decimals: 2,
    sensorSpan: [0, 50],
    userSpan: [0, 3],
    suspect: { spike: 0.2, ratePerHour: 0.5, flatHours: 24 },
    tolerance: { absolute: 0.05, relative: 0.1 },
    operational: false,
    concern: 'rise',
    movedBy: 'water',
    spendsReagent: false,
  },
  nitrate_n: {
    name: { zh: '硝酸盐氮', en: 'Nitrate as N' },
    unit: 'mg/L',
    unitText: 'mg/L',
    resolution: 0.1,
    decimals: 1,
    sensorSpan: [0, 100],
    userSpan: [0, 40],
    suspect: { spike: 2, ratePerHour: 4, flatHours: 24 },
    tolerance: { absolute: 0.3, relative: 0.1 },
    operational: false,
    concern: 'rise',
    movedBy: 'water',
    spendsReagent: false,
  },
  tds: {
    name: { zh: '溶解性总固体', en: 'Total dissolved solids' },
    unit: 'mg/L',
    unitText: 'mg/L',
    resolution: 1,
    decimals: 0,
    sensorSpan: [0, 10_000],
    userSpan: [20, 2_000],
    suspect: { spike: 30, ratePerHour: 100, flatHours: 24 },
    tolerance: { absolute: 5, relative: 0.05 },
    operational: false,
    concern: 'both',
    movedBy: 'water',
    spendsReagent: false,
  },
  orp: {
    name: { zh: '氧化还原电位', en: 'Redox potential' },
    unit: 'mV',
    unitText: 'mV',
    resolution: 1,
    decimals: 0,
    sensorSpan: [-2_000, 2_000],
    userSpan: [-200, 1_000],
    suspect: { spike: 60, ratePerHour: 150, flatHours: 24 },
    tolerance: { absolute: 10, relative: 0 },
    operational: false,
    concern: 'both',
    movedBy: 'water',
    spendsReagent: false,
  },
  uv254: {
    name: { zh: 'UV254', en: 'UV254' },
    unit: '/m',
    unitText: 'm⁻¹',
    resolution: 0.1,
    decimals: 1,
    sensorSpan: [0, 500],
    userSpan: [0, 50],
    suspect: { spike: 3, ratePerHour: 6, flatHours: 24 },
    tolerance: { absolute: 0.2, relative: 0.05 },
    operational: false,
    concern: 'rise',
    movedBy: 'water',
    spendsReagent: false,
  },
  dissolved_oxygen: {
    name: { zh: '溶解氧', en: 'Dissolved oxygen' },
    unit: 'mg/L',
    unitText: 'mg/L',
    resolution: 0.01,
    decimals: 2,
    sensorSpan: [0, 50],
    userSpan: [0, 20],
    suspect: { spike: 1, ratePerHour: 3, flatHours: 24 },
    tolerance: { absolute: 0.2, relative: 0.02 },
    operational: false,
    concern: 'both',
    movedBy: 'water',
    spendsReagent: false,
  },
  temperature: {
    name: { zh: '水温', en: 'Temperature' },
    unit: 'Cel',
    unitText: '°C',
    resolution: 0.1,
    decimals: 1,
    sensorSpan: [-10, 100],
    userSpan: [0, 40],
    suspect: { spike: 1, ratePerHour: 3, flatHours: 48 },
    tolerance: { absolute: 0.3, relative: 0 },
    operational: true,
    concern: 'both',
    movedBy: 'water',
    spendsReagent: false,
  },
  flow: {
    name: { zh: '流量', en: 'Flow' },
    unit: 'm3/h',
    unitText: 'm³/h',
    resolution: 1,
    decimals: 0,
    sensorSpan: [0, 100_000],
    userSpan: [0, 50_000],
    suspect: { spike: null, ratePerHour: null, flatHours: 24 },
    tolerance: { absolute: 1, relative: 0.02 },
    operational: true,
    concern: 'both',
    movedBy: 'pumps',
    spendsReagent: false,
  },
  pressure: {
    name: { zh: '压力', en: 'Pressure' },
    unit: 'MPa',
    unitText: 'MPa',
    resolution: 0.001,
    decimals: 3,
    sensorSpan: [0, 2.5],
    userSpan: [0.05, 1.2],
    suspect: { spike: null, ratePerHour: null, flatHours: 24 },
    tolerance: { absolute: 0.005, relative: 0.01 },
    operational: true,
    concern: 'both',
    movedBy: 'pumps',
    spendsReagent: false,
  },
} as const satisfies Record<string, Parameter>;

export type ParameterCode = keyof typeof PARAMETERS;

export const PARAMETER_CODES = Object.keys(PARAMETERS) as [ParameterCode, ...ParameterCode[]];

export const parameterOf = (code: ParameterCode): Parameter => PARAMETERS[code];

/** A channel is named by its parameter, with `.2` to `.9` for further probes. */
export const parameterOfChannel = (key: ChannelKey): ParameterCode => key.split('.')[0] as ParameterCode;
