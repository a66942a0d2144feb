import { MAX_BATCH } from '@clearwell/contracts';
import type { Station } from '@clearwell/water-quality';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { describeRows, describeStation } from './dry-run.ts';
import { ImportFault } from './import-fault.ts';
import type { FileOptions, Way } from './options.ts';
import { prepareStations } from './prepare-stations.ts';
import type { Row } from './row.ts';
import { planRows, type Planned } from './row-plan.ts';
import { RowReader } from './row-reader.ts';
import { runImport } from './run-import.ts';
import { makeStation, parseStation } from './station-details.ts';

/** Imports one CSV file. @returns whether it is through; false when it was stopped on the way */
export async function importFile(options: FileOptions, way: Way, stopped: AbortSignal): Promise<boolean> {
  const fresh = describedStation(options);
  const planned = await planRows(options);
  if (way.dryRun) {
    for await (const line of describeRows(planned, options)) console.log(line);
    if (fresh !== null) console.log(describeStation(fresh));
    return true;
  }
  const { text } = planned.table;
  const needed = { id: options.station, channels: options.columns.map(({ channel }) => channel), fresh };
  const task = {
    rows: rowsOf(planned),
    batchSize: MAX_BATCH,
    part: () => text.bytesRead / text.size,
    identity: identityOf(options),
    prepare: async (door: Parameters<typeof prepareStations>[0]) => prepareStations(door, [needed]),
  };
  return runImport(task, way, stopped);
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

/** The file, and all that decides how it is understood. */
function identityOf(options: FileOptions): unknown {
  const { file, station, columns, timeColumn, zone, timeFormat, delimiter, encoding, style } = options;
  const { size, mtimeMs } = statSync(file);
  const source = { file: realpathSync(file), size, mtimeMs, delimiter, encoding };
  return { station, source, columns, time: [timeColumn, zone?.name, timeFormat], style };
}
