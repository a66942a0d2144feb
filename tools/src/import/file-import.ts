import type { Station } from '@clearwell/water-quality';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { describeRows, describeStation } from './dry-run.ts';
import { ImportFault } from './import-fault.ts';
import { importRows } from './importer.ts';
import { Journal } from './journal.ts';
import type { FileOptions, Way } from './options.ts';
import { Progress } from './progress.ts';
import { writeReport } from './report.ts';
import type { Row } from './row.ts';
import { planRows, type Planned } from './row-plan.ts';
import { RowReader } from './row-reader.ts';
import { ServerDoor } from './server-door.ts';
import { makeStation, parseStation } from './station-details.ts';
import { Summary } from './summary.ts';

/** Imports one CSV file. @returns whether it is through; false when it was stopped on the way */
export async function importFile(options: FileOptions, way: Way, stopped: AbortSignal): Promise<boolean> {
  const fresh = describedStation(options);
  const planned = await planRows(options);
  if (way.dryRun) {
    for await (const line of describeRows(planned, options)) console.log(line);
    if (fresh !== null) console.log(describeStation(fresh));
    return true;
  }
  const summary = new Summary();
  const progress = new Progress(summary, () => planned.table.text.bytesRead / planned.table.text.size);
  const door = new ServerDoor({ ...way, stopped, say: (what) => progress.say(what) });
  await findStation(door, options, fresh);
  const journal = Journal.open(identityOf(options, way), way.restart);
  const station = options.station;
  const parts = { station, door, journal, summary, stopped, onProgress: () => progress.show() };
  try {
    const isWhole = await importRows(rowsOf(planned), parts);
    progress.end();
    if (isWhole) await finish(journal, summary, way);
    else console.log(`Stopped after ${summary.brief()}. The same command goes on from there`);
    return isWhole;
  } catch (error) {
    progress.end();
    if (summary.read > 0) console.log(`Done so far: ${summary.brief()}. The same command goes on from there`);
    throw error;
  }
}

async function finish(journal: Journal, summary: Summary, { report }: Way): Promise<void> {
  for (const line of summary.lines()) console.log(line);
  if (report !== null) await writeReport(report, journal.runs(), summary);
  journal.remove();
}

async function* rowsOf({ table, plan }: Planned): AsyncGenerator<Row> {
  const reader = new RowReader(plan);
  for await (const row of table.rows()) yield reader.read(row);
}

/** What the options say of the station, should it have to be made; null when they say nothing. */
function describedStation({ station, stationFile, details, columns }: FileOptions): Station | null {
  if (stationFile === null && Object.keys(details).length === 0) return null;
  const problems: string[] = [];
  const described =
    stationFile === null
      ? makeStation(station, details, columns, problems)
      : parseStation(textOf(stationFile), station, stationFile, problems);
  if (problems.length > 0) throw new ImportFault(problems.join('\n'));
  return described;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ImportFault(`--create-station: ${file} can't be read`, { cause: error });
  }
}

/** Sees to it that the station is there, and has the channels of the map. */
async function findStation(door: ServerDoor, { station, columns }: FileOptions, fresh: Station | null): Promise<void> {
  const stations = await door.stations();
  const known = stations.find(({ id }) => id === station) ?? fresh;
  if (known === null)
    throw new ImportFault(
      `The server has no station ${station}: describe it, and it is made (--create-station FILE, or --region, --name-zh and so on; see --help)`,
    );
  const keys = known.channels.map(({ key }) => key);
  const strangers = columns.map(({ channel }) => channel).filter((channel) => !keys.includes(channel));
  if (strangers.length > 0)
    throw new ImportFault(`${station} has no channel ${strangers.join(', ')}; it has ${keys.join(', ')}`);
  if (known === fresh) {
    await door.create(fresh);
    console.log(`Station ${station} is made, with ${keys.join(', ')}`);
  }
}

/** What makes this import the one that was begun before. */
function identityOf(options: FileOptions, { server }: Way): unknown {
  const { file, station, columns, timeColumn, zone, timeFormat, delimiter, encoding, style } = options;
  const { size, mtimeMs } = statSync(file);
  const source = { file: realpathSync(file), size, mtimeMs, delimiter, encoding };
  return { server, station, source, columns, time: [timeColumn, zone?.name, timeFormat], style };
}
