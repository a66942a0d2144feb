import { stationSchema } from '@clearwell/contracts';
import {
  DAY,
  HOUR,
  MINUTE,
  PARAMETERS,
  SECOND,
  SITE_TYPE_CODES,
  type BilingualName,
  type Station,
} from '@clearwell/water-quality';
import type { MappedColumn } from './column-map.ts';

/** What the options say of a station that may have to be made. */
export const DETAIL_NAMES = [
  'region',
  'name-zh',
  'name-en',
  'district-zh',
  'district-en',
  'site-type',
  'lat',
  'lon',
  'interval',
] as const;
export type DetailName = (typeof DETAIL_NAMES)[number];
export type Details = Readonly<Partial<Record<DetailName, string>>>;

const INTERVAL_UNITS: Readonly<Record<string, number>> = { s: SECOND, min: MINUTE, m: MINUTE, h: HOUR, d: DAY };

/** Makes a station of its details and the mapped columns; its channels are of the catalogue. What is missing or wrong goes to `problems`. */
export function makeStation(
  id: string,
  details: Details,
  columns: readonly MappedColumn[],
  problems: string[],
): Station | null {
  const missing: string[] = [];
  const name = bilingual(details['name-zh'], details['name-en'], '--name-zh or --name-en', missing);
  const district = bilingual(details['district-zh'], details['district-en'], '--district-zh or --district-en', missing);
  for (const detail of ['region', 'site-type', 'lat', 'lon', 'interval'] as const) {
    if (details[detail] === undefined) missing.push(`--${detail}`);
  }
  if (missing.length > 0) {
    problems.push(`To make the station ${id}, give also ${missing.join(', ')}`);
    return null;
  }
  return check(
    {
      id,
      region: details.region,
      name,
      district,
      siteType: details['site-type'],
      position: { lat: Number(details.lat), lon: Number(details.lon) },
      intervalMs: readInterval(details.interval ?? ''),
      channels: columns.map(({ channel, parameter }) => ({
        key: channel,
        parameter,
        unit: PARAMETERS[parameter].unit,
        resolution: PARAMETERS[parameter].resolution,
      })),
    },
    'The station',
    problems,
  );
}

/** Reads a station as the stations file has it; it must be the one that is imported. */
export function parseStation(text: string, id: string, file: string, problems: string[]): Station | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    problems.push(`--create-station: ${file} is not JSON`);
    return null;
  }
  const station = check(value, `--create-station: the station in ${file}`, problems);
  if (station === null || station.id === id) return station;
  problems.push(`--create-station: ${file} describes ${station.id}, and --station is ${id}`);
  return null;
}

const FIELDS: Readonly<Record<string, string>> = {
  siteType: `--site-type must be one of ${SITE_TYPE_CODES.join(', ')}`,
  intervalMs: '--interval must be the time between two readings, like 10min, 20min or 1h',
  position: '--lat and --lon must be WGS-84 degrees, like 34.75 and 113.62',
  region: '--region must be lower-case letters and digits, like zz',
};

function check(value: unknown, what: string, problems: string[]): Station | null {
  const parsed = stationSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const said = parsed.error.issues.map(({ path, message }) => {
    const known = what === 'The station' ? FIELDS[String(path[0])] : undefined;
    return known ?? `${what}: ${path.map(String).join('.')} ${message}`;
  });
  problems.push(...new Set(said));
  return null;
}

/** One of the two names is enough: it then stands for both. */
function bilingual(zh: string | undefined, en: string | undefined, options: string, missing: string[]): BilingualName {
  const either = zh ?? en;
  if (either === undefined) missing.push(options);
  return { zh: zh ?? either ?? '', en: en ?? either ?? '' };
}

function readInterval(text: string): number {
  const [, number = '', unit = ''] = /^(\d+)\s*(s|min|m|h|d)$/.exec(text.trim()) ?? [];
  return Number(number) * (INTERVAL_UNITS[unit] ?? NaN);
}
