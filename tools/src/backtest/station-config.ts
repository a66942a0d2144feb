import { channelKeySchema } from '@clearwell/contracts';
import type { JudgedChannel } from '@clearwell/detect';
import {
  findUnit,
  HOUR,
  MINUTE,
  PARAMETER_CODES,
  parameterOf,
  SECOND,
  SITE_TYPE_CODES,
  type ParameterCode,
  type Unit,
} from '@clearwell/water-quality';
import { IANAZone } from 'luxon';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { MappedColumn } from '../import/column-map.ts';
import { ImportFault, inWords } from '../import/import-fault.ts';
import type { RowSource } from '../import/options.ts';

const UNITS_OF_TIME: Readonly<Record<string, number>> = { s: SECOND, min: MINUTE, h: HOUR };

const intervalSchema = z
  .string()
  .regex(/^\d+(?:\.\d+)?\s*(?:s|min|h)$/, 'must be like 10min, 30s or 1h')
  .transform((text) => Number.parseFloat(text) * (UNITS_OF_TIME[text.replace(/^[\d.]+\s*/, '')] ?? NaN));

const columnSchema = z.strictObject({
  parameter: z.enum(PARAMETER_CODES),
  unit: z.string().optional(),
  operational: z.boolean().optional(),
  resolution: z.number().positive().optional(),
});

const configSchema = z.strictObject({
  station: z.string().min(1).default('station'),
  timeColumn: z.string().min(1),
  timeZone: z.string().refine((zone) => IANAZone.isValidZone(zone), 'must be a time zone, like Asia/Shanghai or UTC'),
  timeFormat: z.string().optional(),
  interval: intervalSchema,
  siteType: z.enum(SITE_TYPE_CODES).default('plant_outlet'),
  labelColumn: z.string().optional(),
  missing: z.array(z.string()).default([]),
  delimiter: z.string().length(1).optional(),
  encoding: z.string().optional(),
  decimalComma: z.boolean().default(false),
  columns: z.record(z.string(), columnSchema).refine((all) => Object.keys(all).length > 0, 'names no column'),
});

/** A column of the file and the channel it is. */
export interface JudgedColumn extends MappedColumn {
  readonly judged: JudgedChannel;
  /** Smallest step of the probe, in the unit of the column. */
  readonly resolution: number;
}

export interface StationConfig {
  readonly source: Omit<RowSource, 'file' | 'columns'>;
  /** ms */
  readonly interval: number;
  /** Waters of several sources meet before it. */
  readonly isBlended: boolean;
  readonly labelColumn: string | null;
  readonly columns: readonly JudgedColumn[];
}

/** Reads a configuration. @throws ImportFault with all that is wrong with it */
export function readConfig(path: string): StationConfig {
  const parsed = configSchema.safeParse(jsonOf(path));
  if (!parsed.success)
    throw new ImportFault(`${path} is no configuration; see --help\n${z.prettifyError(parsed.error)}`);
  const { columns: named, ...config } = parsed.data;
  const problems: string[] = [];
  const probes = new Map<ParameterCode, number>();
  const columns = Object.entries(named).flatMap(([column, settings]) => {
    const made = columnOf(column, settings, probes);
    if (typeof made !== 'string') return [made];
    problems.push(`${path}: ${made}`);
    return [];
  });
  if (columns.every(({ judged }) => judged.operational))
    problems.push(`${path}: all columns are operational; at least one must be able to vote`);
  if (problems.length > 0) throw new ImportFault(problems.join('\n'));
  return {
    source: {
      station: config.station,
      timeColumn: config.timeColumn,
      zone: IANAZone.create(config.timeZone),
      timeFormat: config.timeFormat ?? null,
      delimiter: config.delimiter ?? null,
      encoding: config.encoding ?? null,
      style: { decimalComma: config.decimalComma, missing: config.missing },
    },
    interval: config.interval,
    isBlended: config.siteType !== 'plant_outlet',
    labelColumn: config.labelColumn ?? null,
    columns,
  };
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    throw new ImportFault(`${path} can't be read as JSON: ${inWords(error)}`, { cause: error });
  }
}

/** A column's channel, or what is wrong: probes of one parameter are counted in the order of the columns. */
function columnOf(
  column: string,
  { parameter, unit: unitText, operational, resolution }: z.output<typeof columnSchema>,
  probes: Map<ParameterCode, number>,
): JudgedColumn | string {
  const probe = (probes.get(parameter) ?? 0) + 1;
  probes.set(parameter, probe);
  const key = channelKeySchema.safeParse(probe === 1 ? parameter : `${parameter}.${String(probe)}`);
  if (!key.success) return `column ${column}: a station has at most 9 probes of ${parameter}`;
  const found = findUnit(parameter, unitText);
  if (!found.ok) {
    const known = found.known.map(({ code }) => code).join(', ');
    return `column ${column}: ${parameter} is not measured in ${unitText ?? ''}; it can be in ${known}`;
  }
  const { unit } = found;
  const about = parameterOf(parameter);
  const step = resolution ?? about.resolution / unit.factor;
  return {
    column,
    channel: key.data,
    parameter,
    unit,
    resolution: step,
    judged: {
      key: key.data,
      parameter,
      resolution: step * unit.factor,
      operational: operational ?? about.operational,
      concern: about.concern,
    },
  };
}

/** A value in the parameter's unit, as a probe of this resolution would have given it. */
export function roundValue(value: number, { unit, resolution }: { unit: Unit; resolution: number }): number {
  const { factor, offset = 0 } = unit;
  return Math.round((value - offset) / factor / resolution) * resolution * factor + offset;
}
