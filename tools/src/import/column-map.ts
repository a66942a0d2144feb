import { channelKeySchema } from '@clearwell/contracts';
import { findUnit, PARAMETER_CODES, type ChannelKey, type ParameterCode, type Unit } from '@clearwell/water-quality';
import { suggestion } from './nearest-name.ts';

/** A column of the file, the channel it becomes, and the unit its values are written in. */
export interface MappedColumn {
  readonly column: string;
  readonly channel: ChannelKey;
  readonly parameter: ParameterCode;
  readonly unit: Unit;
}

/** `column=channel[unit]`, up to a comma or the end; a column's name may hold commas, a unit brackets of its own. */
const ENTRY = /([^=]+?)=\s*([A-Za-z0-9_.]+)\s*(?:\[((?:[^[\]]|\[[^[\]]*\])+)\])?\s*(?:,|$)/y;

/** Reads `--map`; what is wrong with it goes to `problems`, all of it. */
export function parseMap(text: string, problems: string[]): readonly MappedColumn[] {
  const columns: MappedColumn[] = [];
  ENTRY.lastIndex = 0;
  for (let end = 0; end < text.length; end = ENTRY.lastIndex) {
    const [, column = '', channel = '', unit] = ENTRY.exec(text) ?? [];
    if (column === '') {
      problems.push(
        `--map must look like 'Cl=free_chlorine,Temp=temperature[degF]'; it can't be read from: ${text.slice(end)}`,
      );
      return columns;
    }
    const mapped = mapColumn(column.trim(), channel, unit);
    if (typeof mapped === 'string') problems.push(mapped);
    else if (columns.some((other) => other.channel === mapped.channel))
      problems.push(`--map gives ${mapped.channel} two columns; a second probe is ${mapped.parameter}.2`);
    else columns.push(mapped);
  }
  return columns;
}

/** A column that becomes a channel, or what is wrong. */
function mapColumn(column: string, channel: string, unit: string | undefined): MappedColumn | string {
  const key = channelKeySchema.safeParse(channel);
  const name = channel.split('.')[0] ?? '';
  const parameter = PARAMETER_CODES.find((code) => code === name);
  if (parameter === undefined)
    return `--map: ${channel} is no parameter${suggestion(name, PARAMETER_CODES)}; there are ${PARAMETER_CODES.join(', ')}`;
  if (!key.success) return `--map: ${channel} is no channel: further probes are ${parameter}.2 to ${parameter}.9`;
  const found = findUnit(parameter, unit);
  if (found.ok) return { column, channel: key.data, parameter, unit: found.unit };
  const known = found.known.map(({ code, spellings }) => [code, ...spellings].join(' or ')).join(', ');
  const why = found.fault === 'unknown' ? 'is not a unit I know' : `does not measure ${parameter}`;
  return `--map: [${unit ?? ''}] ${why}; ${parameter} can be in ${known}`;
}
