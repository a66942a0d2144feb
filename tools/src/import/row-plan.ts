import { CsvTable } from './csv-table.ts';
import { ImportFault } from './import-fault.ts';
import type { RowSource } from './options.ts';
import type { RowPlan } from './row-reader.ts';
import { SourceText } from './source-text.ts';
import { namedFormat, recognizeFormat, type TimeFormat, type Written } from './time-formats.ts';

/** Rows by which a named format is tried. */
const TRIED = 100;

export interface Planned {
  readonly table: CsvTable;
  readonly plan: RowPlan;
}

/** Opens the file and finds out how its rows are to be understood. @throws ImportFault with all that is not clear */
export async function planRows(options: RowSource): Promise<Planned> {
  const { file, timeColumn, columns, zone, style } = options;
  const table = await CsvTable.open(await SourceText.open(file, options.encoding), options.delimiter);
  const problems: string[] = [];
  const [timePlace = -1, ...places] = table.places([timeColumn, ...columns.map(({ column }) => column)], problems);
  if (problems.length > 0) throw new ImportFault(problems.join('\n'));
  const { format, example } = await formatOf(table, timePlace, options);
  if (example.kind === 'wall' && zone === null)
    throw new ImportFault(`The times of ${timeColumn} have no offset: give --time-zone, like Asia/Shanghai or UTC`);
  return {
    table,
    plan: {
      station: options.station,
      width: table.header.length,
      time: { place: timePlace, format, zone },
      columns: columns.map((column, i) => ({ ...column, place: places[i] ?? -1 })),
      style,
    },
  };
}

async function formatOf(
  table: CsvTable,
  place: number,
  { timeFormat, timeColumn }: RowSource,
): Promise<{ format: TimeFormat; example: Written }> {
  const format = timeFormat === null ? await foundFormat(table, place, timeColumn) : namedFormat(timeFormat);
  let [tried, first] = [0, ''];
  for await (const time of timesOf(table, place)) {
    const example = format.read(time);
    if (example !== null) return { format, example };
    if (tried++ === 0) first = time;
    if (tried === TRIED) break;
  }
  throw new ImportFault(
    `--time-format ${format.name} reads none of the first rows of ${timeColumn}; the first is '${first}'`,
  );
}

async function foundFormat(table: CsvTable, place: number, column: string): Promise<TimeFormat> {
  const found = await recognizeFormat(timesOf(table, place));
  if (found.kind === 'one') return found.format;
  if (found.kind === 'none') {
    const other = table.header.length > 1 ? '' : ' (or is it another --delimiter?)';
    throw new ImportFault(
      `The times of ${column} can't be read, like '${found.example}'${other}: give --time-format, like 'yyyy-MM-dd HH:mm:ss'`,
    );
  }
  const names = found.formats.map(({ name }) => `'${name}'`).join(' or ');
  throw new ImportFault(
    `The times of ${column}, like '${found.example}', tell day and month by no row: give --time-format ${names}`,
  );
}

async function* timesOf(table: CsvTable, place: number): AsyncGenerator<string> {
  for await (const { cells } of table.rows()) {
    const time = cells[place]?.trim() ?? '';
    if (time !== '') yield time;
  }
}
