import { PARAMETERS, type ParameterCode, type Station } from '@clearwell/water-quality';
import type { FileOptions } from './options.ts';
import type { Planned } from './row-plan.ts';
import { RowReader } from './row-reader.ts';

const ROWS = 5;

/** Says in lines how the first rows are understood, and what station would be made. */
export async function* describeRows({ table, plan }: Planned, options: FileOptions): AsyncGenerator<string> {
  const { time, columns } = plan;
  yield `Times of ${options.timeColumn} are read as ${time.format.name}${time.zone === null ? '' : `, in ${time.zone.name}`}`;
  for (const { column, channel, parameter, unit } of columns) {
    const ours = PARAMETERS[parameter].unit;
    yield `${column} is ${channel} in ${unit.code}${unit.code === ours ? '' : `, converted to ${ours}`}`;
  }
  const reader = new RowReader(plan);
  let rows = 0;
  for await (const tableRow of table.rows()) {
    if (++rows > ROWS) break;
    const row = reader.read(tableRow);
    const written = tableRow.cells[time.place] ?? '';
    if (row.kind === 'refused') yield `line ${row.line}: rejected (${row.reason}): ${row.detail}`;
    else
      yield `line ${row.line}: ${written} → ${new Date(row.reading.sampledAt).toISOString()}  ${valuesOf(row.reading.values, columns)}`;
  }
}

function valuesOf(
  values: Readonly<Record<string, number | null>>,
  columns: readonly { channel: string; parameter: ParameterCode }[],
): string {
  return columns
    .map(({ channel, parameter }) => {
      const value = values[channel] ?? null;
      return `${channel} ${value === null ? 'no value' : `${value} ${PARAMETERS[parameter].unitText}`.trim()}`;
    })
    .join(', ');
}

export const describeStation = (station: Station): string =>
  `The station would be made, were it not there:\n${JSON.stringify(station, null, 2)}`;
