import { CityFaultError, readCity, type RecordedCity } from '@clearwell/recorded-city';
import { SINCE_EVER, type Link } from '@clearwell/water-quality';
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ImportFault } from './import-fault.ts';
import type { Way } from './options.ts';
import { prepareStations } from './prepare-stations.ts';
import type { Row } from './row.ts';
import { runImport } from './run-import.ts';
import type { ServerDoor } from './server-door.ts';

/** Rows of a city that are sorted by station before they are sent: some hundred readings of each. */
const BATCH = 20_000;
const SHOWN = 5;

/** Imports a whole city from its folder. @returns whether it is through; false when it was stopped on the way */
export async function importFolder(folder: string, way: Way, stopped: AbortSignal): Promise<boolean> {
  try {
    const city = await readCity(folder);
    if (way.dryRun) {
      for await (const line of describeCity(city)) console.log(line);
      return true;
    }
    const rows = rowsOf(city);
    const prepare = (door: ServerDoor): Promise<void> => prepareCity(door, city);
    return await runImport({ rows, batchSize: BATCH, part: null, identity: identityOf(folder), prepare }, way, stopped);
  } catch (error) {
    if (error instanceof CityFaultError) throw new ImportFault(error.message, { cause: error });
    throw error;
  }
}

/** Rows are counted as lines: of a row that is refused the file's own line is in what is said of it. */
async function* rowsOf(city: RecordedCity): AsyncGenerator<Row> {
  const faults: string[] = [];
  let line = 1;
  const refused = (): Row[] =>
    faults.splice(0).map((detail) => ({ kind: 'refused', line: ++line, reason: 'bad_row', detail }));
  for await (const { station, sampledAt, values } of city.readings((sentence) => faults.push(sentence))) {
    yield* refused();
    // Channels that were not sent are absent, never undefined.
    const reading = { sampledAt, historical: true, values: values as Readonly<Record<string, number>> };
    yield { kind: 'reading', line: ++line, station, reading };
  }
  yield* refused();
}

const linksOf = ({ travelTimes }: RecordedCity): Link[] =>
  travelTimes
    .filter(({ minutes, share }) => minutes > 0 && share > 0)
    .map(({ from, to, minutes, share }) => ({ from, to, travelMinutes: minutes, share }));

async function prepareCity(door: ServerDoor, city: RecordedCity): Promise<void> {
  const needed = city.stations.map((station) => ({
    id: station.id,
    channels: station.channels.map(({ key }) => key),
    fresh: station,
  }));
  await prepareStations(door, needed);
  const links = linksOf(city);
  if (links.length === 0) return;
  if ((await door.countLinks()) > 0) console.log('The server knows how water flows between its stations: that stays');
  else {
    await door.putLinks(links, SINCE_EVER);
    console.log(`Links between stations recorded: ${links.length}`);
  }
}

async function* describeCity(city: RecordedCity): AsyncGenerator<string> {
  yield `${city.name}: ${city.stations.length} stations, ${linksOf(city).length} links; those the server lacks would be made`;
  for (const { id, name, siteType, channels } of city.stations)
    yield `${id} ${name.zh} ${name.en}, ${siteType}: ${channels.map(({ key }) => key).join(', ')}`;
  let rows = 0;
  for await (const { station, sampledAt, values } of city.readings()) {
    if (++rows > SHOWN) return;
    yield `${new Date(sampledAt).toISOString()} ${station} ${JSON.stringify(values)}`;
  }
}

/** The files, as they are now. */
function identityOf(folder: string): unknown {
  const path = realpathSync(folder);
  const files = readdirSync(path).filter((name) => /\.(csv|csv\.gz|json)$/.test(name));
  return [path, files.map((name) => [name, statSync(join(path, name)).size, statSync(join(path, name)).mtimeMs])];
}
