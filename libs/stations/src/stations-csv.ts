import { stationSchema } from '@clearwell/contracts';
import {
  isSameStation,
  PARAMETERS,
  SINCE_EVER,
  type EpochMs,
  type Station,
  type StationId,
} from '@clearwell/water-quality';
import { CsvError, parse } from 'csv-parse/sync';
import { ChangeRefused } from './changes.ts';
import type { StationRegister, Statement } from './register.ts';
import { findFaults } from './station-faults.ts';

/** The header of a CSV file of stations, in whatever order. */
export const CSV_COLUMNS = [
  'id',
  'region',
  'name_zh',
  'name_en',
  'district_zh',
  'district_en',
  'site_type',
  'lat',
  'lon',
  'interval_s',
  'channels',
] as const;

type Row = Readonly<Record<(typeof CSV_COLUMNS)[number], string>>;

interface Line {
  readonly line: number;
  readonly row: Row;
}

/** Where a fault of the shape stands in the file. */
const COLUMN_OF: Readonly<Record<string, string>> = {
  siteType: 'site_type',
  'position.lat': 'lat',
  'position.lon': 'lon',
  intervalMs: 'interval_s',
  'name.zh': 'name_zh',
  'name.en': 'name_en',
  'district.zh': 'district_zh',
  'district.en': 'district_en',
};

export interface ImportPlan {
  readonly statements: readonly Statement[];
  readonly created: readonly StationId[];
  readonly changed: readonly StationId[];
  readonly unchanged: readonly StationId[];
}

/**
 * What a CSV file of stations comes to: stations that are new, and those it says otherwise of, changed from `now` on.
 * @throws ChangeRefused with every fault by its line; then none of it may be done
 */
export function planImport(csv: string, register: StationRegister, now: EpochMs): ImportPlan {
  const faults: string[] = [];
  const stations: Station[] = [];
  const seen = new Map<string, number>();
  for (const { line, row } of readLines(csv)) {
    const read = readStation(row);
    const where = `line ${String(line)}`;
    if (!read.ok) {
      faults.push(...read.faults.map((fault) => `${where}: ${fault}`));
      continue;
    }
    const { station } = read;
    const first = seen.get(station.id);
    if (first !== undefined) faults.push(`${where}: ${station.id} stands in line ${String(first)} already`);
    seen.set(station.id, line);
    if (register.newest(station.id)?.retired === true)
      faults.push(`${where}: ${station.id} is out of service: reinstate it first`);
    faults.push(...findFaults(station, register.channelsEver(station.id)).map((fault) => `${where}: ${fault}`));
    stations.push(station);
  }
  if (faults.length > 0) throw new ChangeRefused('invalid', ...faults);
  return planOf(stations, register, now);
}

function planOf(stations: readonly Station[], register: StationRegister, now: EpochMs): ImportPlan {
  const isNew = ({ id }: Station): boolean => register.find(id) === undefined;
  const isChanged = (station: Station): boolean => {
    const known = register.find(station.id);
    return known !== undefined && !isSameStation(known, station);
  };
  const [created, changed] = [stations.filter(isNew), stations.filter(isChanged)];
  const unchanged = stations.filter((station) => !isNew(station) && !isChanged(station));
  const ids = (some: readonly Station[]): StationId[] => some.map(({ id }) => id);
  return {
    statements: [...created, ...changed].map((station) => ({
      station,
      from: isNew(station) ? SINCE_EVER : now,
      retired: false,
      recordedBy: 'api',
    })),
    created: ids(created),
    changed: ids(changed),
    unchanged: ids(unchanged),
  };
}

function readLines(csv: string): readonly Line[] {
  const records = parseCsv(csv);
  const header = records[0]?.record.map((column) => column.trim()) ?? [];
  const lacking = CSV_COLUMNS.filter((column) => !header.includes(column));
  if (lacking.length > 0)
    throw new ChangeRefused(
      'invalid',
      `line 1: the header lacks ${lacking.join(', ')}; it is ${CSV_COLUMNS.join(',')}`,
    );
  const lines = records.slice(1).map(({ record, info }) => ({
    line: info.lines,
    row: Object.fromEntries(header.map((column, i) => [column, record[i]?.trim() ?? ''])) as Row,
  }));
  if (lines.length === 0) throw new ChangeRefused('invalid', 'The file holds no station');
  return lines;
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function parseCsv(csv: string): readonly ParsedRecord[] {
  try {
    return parse(csv, { bom: true, info: true, skip_empty_lines: true }) as unknown as readonly ParsedRecord[];
  } catch (error) {
    if (error instanceof CsvError) throw new ChangeRefused('invalid', `The file is no CSV: ${error.message}`);
    throw error;
  }
}

type Read =
  { readonly ok: true; readonly station: Station } | { readonly ok: false; readonly faults: readonly string[] };

function readStation(row: Row): Read {
  const parsed = stationSchema.safeParse({
    id: row.id,
    region: row.region,
    name: { zh: row.name_zh, en: row.name_en },
    district: { zh: row.district_zh, en: row.district_en },
    siteType: row.site_type,
    position: { lat: numberOf(row.lat), lon: numberOf(row.lon) },
    intervalMs: numberOf(row.interval_s) * 1_000,
    channels: row.channels.split(';').map((text) => channelOf(text.trim())),
  });
  if (parsed.success) return { ok: true, station: parsed.data };
  const faults = parsed.error.issues.map(({ path, message }) => {
    const where = path.map(String).join('.');
    const column =
      COLUMN_OF[where] ?? (path[0] === 'channels' ? `channels, ${String(Number(path[1] ?? 0) + 1)}.` : where);
    return `${column}: ${message}`;
  });
  return { ok: false, faults };
}

/** `ph`, or `ph@0.05` for a probe with another resolution than is usual. */
function channelOf(text: string): unknown {
  const [key = '', resolution] = text.split('@');
  const parameter = key.split('.')[0] ?? '';
  const known = Object.hasOwn(PARAMETERS, parameter) ? PARAMETERS[parameter as keyof typeof PARAMETERS] : undefined;
  return {
    key,
    parameter,
    unit: known?.unit ?? '',
    resolution: resolution === undefined ? (known?.resolution ?? 1) : numberOf(resolution),
  };
}

/** An empty text is no number, and no 0. */
const numberOf = (text: string): number => (text === '' ? NaN : Number(text));
