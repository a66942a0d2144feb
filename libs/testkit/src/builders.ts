import {
  channelKey,
  GOOD,
  MINUTE,
  PARAMETERS,
  SINCE_EVER,
  stationId,
  type Channel,
  type ParameterCode,
  type QualifiedReading,
  type Quality,
  type Reading,
  type Registration,
  type Station,
  type Values,
} from '@clearwell/water-quality';

/** Sampling time of a reading nobody gave one. */
export const NOON = Date.UTC(2026, 4, 1, 4, 0);

/** A channel of a parameter, `free_chlorine`, or of a further probe of it, `free_chlorine.2`. */
export function buildChannel(key: string, overrides: Partial<Channel> = {}): Channel {
  const parameter = key.replace(/\.\d$/, '') as ParameterCode;
  const { unit, resolution } = PARAMETERS[parameter];
  return { key: channelKey(key), parameter, unit, resolution, ...overrides };
}

/** A station of the pipe network that measures chlorine, turbidity and pH every 10 minutes. */
export const buildStation = (overrides: Partial<Station> = {}): Station => ({
  id: stationId('zz-001'),
  region: 'zz',
  name: { zh: '中山路', en: 'Zhongshan Road' },
  district: { zh: '中心区', en: 'Centre' },
  siteType: 'pipe_network',
  position: { lat: 34.75, lon: 113.62 },
  intervalMs: 10 * MINUTE,
  channels: ['free_chlorine', 'turbidity', 'ph'].map((key) => buildChannel(key)),
  ...overrides,
});

/** What is true of a station since ever, as a stations file said it. */
export const buildRegistration = (overrides: Partial<Registration> = {}): Registration => ({
  station: buildStation(),
  from: SINCE_EVER,
  retired: false,
  revision: 1,
  recordedAt: NOON,
  recordedBy: 'file',
  ...overrides,
});

const ORDINARY = { free_chlorine: 0.5, turbidity: 0.2, ph: 7.4 };

/** Values of channels named by plain text. */
export const buildValues = (values: Readonly<Record<string, number | null>>): Values => values;

/** An ordinary reading of `buildStation`'s station, received five seconds after it was sampled. */
export function buildReading(overrides: Partial<Reading> = {}): Reading {
  const sampledAt = overrides.sampledAt ?? NOON;
  return {
    station: stationId('zz-001'),
    sampledAt,
    receivedAt: sampledAt + 5_000,
    boot: 1,
    seq: 1,
    historical: false,
    values: buildValues(ORDINARY),
    marks: {},
    device: {},
    ...overrides,
  };
}

/** What a spec knows to be there. */
export function required<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('Expected a value');
  return value;
}

/** A reading whose values are all good, but for those without a value and those above `fail`. */
export function buildQualified(
  reading: Reading,
  { fail = Infinity }: { readonly fail?: number } = {},
): QualifiedReading {
  const flagOf = (value: number | null): Quality => {
    if (value === null) return { flag: 9, test: 'missing' };
    return value > fail ? { flag: 4, test: 'gross_range_sensor' } : GOOD;
  };
  const flagged = Object.entries(reading.values).map(([key, value]) => [key, flagOf(value ?? null)]);
  return { ...reading, quality: Object.fromEntries(flagged) as QualifiedReading['quality'], timing: 'judged' };
}
