import { channelKeySchema, stationIdSchema, stationSchema } from '@clearwell/contracts';
import {
  MINUTE,
  PARAMETERS,
  type ChannelKey,
  type ParameterCode,
  type Station,
  type StationId,
} from '@clearwell/water-quality';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { CityFaultError, placeOf, sentencesOf } from './city-fault.ts';
import { readTable, type OnFault } from './csv-table.ts';
import {
  FILES,
  idFromFolder,
  LIST_SEPARATOR,
  type Calibration,
  type CityRecord,
  type RecordedReading,
} from './recorded-city.ts';
import { readReadings } from './read-readings.ts';

/** A city on disk. */
export interface RecordedCity extends CityRecord {
  /**
   * All readings in the order they were received, streamed; may be asked for again. Faulty rows are told to `onFault` and
   * left out; without it the first one ends the reading.
   * @throws CityFaultError
   */
  readonly readings: (onFault?: OnFault) => AsyncIterable<RecordedReading>;
}

export interface ReadCityOptions {
  /** Region of all stations; the city's own name if left out. */
  readonly region?: string;
  /** Planned time between two readings, ms. */
  readonly intervalMs?: number;
}

const instant = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 time' })
  .transform((text) => Date.parse(text));
const name = z.string().min(1, 'must not be empty');
/** `Number('')` is 0, and no position. */
const degrees = z.string().min(1, 'must be a number').pipe(z.coerce.number('must be a number'));

const stationInFolder = z.string().transform(idFromFolder).pipe(stationIdSchema);

const channelList = z
  .string()
  .transform((text) => text.split(LIST_SEPARATOR).filter((part) => part !== ''))
  .pipe(z.array(channelKeySchema));

const stationRow = z.object({
  id: stationInFolder,
  name_zh: name,
  name_en: name,
  lat: degrees,
  lon: degrees,
  site_type: z.string(),
  district: name,
  node: z.string().default(''),
  parameters: channelList,
});
type StationRow = z.output<typeof stationRow>;

const calibrationRow = z.object({ station: stationInFolder, start: instant, end: instant, parameters: channelList });

const networkFile = z.object({
  city: z.string().default('city'),
  nodes: z
    .array(z.object({ id: name, lat: z.number(), lon: z.number(), type: z.string().default('junction') }))
    .default([]),
  links: z
    .array(
      z.object({
        id: name,
        from: name,
        to: name,
        length_m: z.number().min(0).default(0),
        diameter_mm: z.number().min(0).default(0),
        type: z.string().default('pipe'),
      }),
    )
    .default([]),
  travel_times: z
    .array(
      z.object({
        from: stationInFolder,
        to: stationInFolder,
        minutes: z.number().min(0),
        share: z.number().min(0).max(1),
      }),
    )
    .default([]),
});
type NetworkFile = z.output<typeof networkFile>;

/**
 * Opens the folder of a city and reads all of it but the readings.
 * @throws CityFaultError with every fault of these files
 */
export async function readCity(folder: string, options: ReadCityOptions = {}): Promise<RecordedCity> {
  const faults: string[] = [];
  const note = (sentence: string): void => void faults.push(sentence);
  const network = await reading(note, networkFile.parse({}), () => readNetwork(folder, note));
  const region = options.region ?? network.city.toLowerCase();
  const intervalMs = options.intervalMs ?? 10 * MINUTE;
  const rows = await reading(note, [], () => readStations(folder, { region, intervalMs }, note));
  const stations = rows.map(({ station }) => station);
  const known = new Map(stations.map((station) => [station.id, station]));
  const calibrations = await reading(note, [], () => readCalibrations(folder, known, note));
  for (const { from, to } of network.travel_times)
    for (const id of [from, to])
      if (!known.has(id)) note(`${FILES.network}: travel_times names ${id}, which ${FILES.stations} has not.`);
  const readingsFile = await findReadings(folder, note);
  if (faults.length > 0) throw new CityFaultError(faults);
  return {
    name: network.city,
    stations,
    nodeOf: new Map(rows.flatMap(({ station, node }) => (node === '' ? [] : [[station.id, node] as const]))),
    nodes: network.nodes.map(({ id, lat, lon, type }) => ({ id, position: { lat, lon }, type })),
    links: network.links.map(({ length_m: lengthM, diameter_mm: diameterMm, ...link }) => ({
      ...link,
      lengthM,
      diameterMm,
    })),
    travelTimes: network.travel_times,
    calibrations,
    readings: (onFault) => readReadings(join(folder, readingsFile), stations, onFault),
  };
}

/** Goes on after a file that can't be read at all, so that the faults of the others are told with it. */
async function reading<T>(note: OnFault, otherwise: T, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof CityFaultError)) throw error;
    error.faults.forEach(note);
    return otherwise;
  }
}

async function readNetwork(folder: string, note: OnFault): Promise<NetworkFile> {
  const path = join(folder, FILES.network);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) throw new CityFaultError([`${FILES.network} is missing in ${folder}.`]);
  try {
    const parsed = networkFile.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    sentencesOf(FILES.network, parsed.error).forEach(note);
  } catch (error) {
    note(`${FILES.network} is no JSON: ${(error as Error).message}.`);
  }
  return networkFile.parse({});
}

interface Listed {
  readonly station: Station;
  readonly node: string;
}

async function readStations(
  folder: string,
  common: { readonly region: string; readonly intervalMs: number },
  note: OnFault,
): Promise<Listed[]> {
  const listed = new Map<StationId, Listed>();
  for await (const { line, value } of readTable(join(folder, FILES.stations), () => stationRow, note)) {
    const where = placeOf(FILES.stations, line);
    const station = stationSchema.safeParse({ ...common, ...toStation(value, (what) => note(`${where}: ${what}`)) });
    if (!station.success) sentencesOf(where, station.error).forEach(note);
    else if (listed.has(value.id)) note(`${where}: the station ${value.id} was there before.`);
    else listed.set(value.id, { station: station.data, node: value.node });
  }
  return [...listed.values()];
}

function toStation(row: StationRow, note: OnFault) {
  return {
    id: row.id,
    name: { zh: row.name_zh, en: row.name_en },
    // The form has a code and no names.
    district: { zh: row.district, en: row.district },
    siteType: row.site_type,
    position: { lat: row.lat, lon: row.lon },
    channels: row.parameters.flatMap((key) => {
      const parameter = parameterOfChannel(key);
      if (parameter !== null)
        return [{ key, parameter, unit: PARAMETERS[parameter].unit, resolution: PARAMETERS[parameter].resolution }];
      note(`${key} is no parameter of Clearwell.`);
      return [];
    }),
  };
}

function parameterOfChannel(key: ChannelKey): ParameterCode | null {
  const code = key.replace(/\.\d$/, '');
  return Object.hasOwn(PARAMETERS, code) ? (code as ParameterCode) : null;
}

async function readCalibrations(
  folder: string,
  known: ReadonlyMap<StationId, Station>,
  note: OnFault,
): Promise<Calibration[]> {
  const calibrations: Calibration[] = [];
  for await (const { line, value } of readTable(join(folder, FILES.calibrations), () => calibrationRow, note)) {
    const { station, start, end, parameters } = value;
    const where = placeOf(FILES.calibrations, line);
    const own = known.get(station)?.channels.map(({ key }) => key);
    const stranger = parameters.find((key) => own?.includes(key) === false);
    if (own === undefined) note(`${where}: there is no station ${station} in ${FILES.stations}.`);
    else if (stranger !== undefined) note(`${where}: ${station} has no channel ${stranger}.`);
    else if (end < start) note(`${where}: ends before it starts.`);
    else calibrations.push({ station, start, end, channels: parameters });
  }
  return calibrations;
}

/** Which of the two files the readings are in. */
async function findReadings(folder: string, note: OnFault): Promise<string> {
  const both = [FILES.readings, FILES.plainReadings];
  const there: string[] = [];
  for (const file of both) if (await isThere(join(folder, file))) there.push(file);
  if (there.length === 0) note(`${both.join(' or ')} is missing in ${folder}.`);
  if (there.length > 1) note(`${both.join(' and ')} are both in ${folder}: take one of them away.`);
  return there[0] ?? FILES.readings;
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
