import { channelKeySchema } from '@clearwell/contracts';
import type { ChannelKey, EpochMs, Station, StationId } from '@clearwell/water-quality';
import { basename } from 'node:path';
import * as z from 'zod';
import { CityFaultError, placeOf } from './city-fault.ts';
import { readTable, type OnFault } from './csv-table.ts';
import { FILES, idFromFolder, type RecordedReading } from './recorded-city.ts';

const FIXED = ['sampled_at', 'received_at', 'station'] as const;

const instant = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 time' })
  .transform((text) => Date.parse(text));
/** An empty cell was not sent. */
const cell = z
  .string()
  .transform((text) => (text.trim() === '' ? undefined : Number(text)))
  .pipe(z.number('must be a number').optional());

const fixedColumns = z.object({ sampled_at: instant, received_at: instant, station: z.string() });
type Fixed = z.output<typeof fixedColumns>;
interface ReadingRow extends Fixed {
  readonly values: readonly (readonly [ChannelKey, number])[];
}

/** The readings of a file in its order. See `RecordedCity.readings`. */
export async function* readReadings(
  path: string,
  stations: readonly Station[],
  onFault: OnFault = refuse,
): AsyncGenerator<RecordedReading> {
  const file = basename(path);
  // A folder's ids are looked up, and not made anew for each of its rows.
  const known = new Map<string, Listed>(stations.map((station) => [station.id, listed(station)]));
  let newest: EpochMs = -Infinity;
  for await (const { line, value } of readTable(path, schemaFor(file), onFault)) {
    const station = known.get(idFromFolder(value.station));
    const fault = faultOf(value, station, newest);
    if (fault !== null || station === undefined) {
      onFault(`${placeOf(file, line)}: ${fault ?? ''}`);
      continue;
    }
    newest = value.received_at;
    const { sampled_at: sampledAt, received_at: receivedAt } = value;
    yield { station: station.id, sampledAt, receivedAt, values: Object.fromEntries(value.values) };
  }
}

interface Listed {
  readonly id: StationId;
  readonly channels: ReadonlySet<ChannelKey>;
}

const listed = ({ id, channels }: Station): Listed => ({ id, channels: new Set(channels.map(({ key }) => key)) });

function refuse(sentence: string): never {
  throw new CityFaultError([sentence]);
}

function faultOf(row: ReadingRow, station: Listed | undefined, newest: EpochMs): string | null {
  if (station === undefined) return `there is no station ${row.station} in ${FILES.stations}.`;
  if (row.received_at < newest) return 'was received before the row above it: the file must be sorted by received_at.';
  if (row.values.length === 0) return 'holds no value.';
  const stranger = row.values.find(([key]) => !station.channels.has(key));
  return stranger === undefined ? null : `${row.station} has no channel ${stranger[0]} in ${FILES.stations}.`;
}

/** One optional number for each channel column of the header. */
const schemaFor =
  (file: string) =>
  (header: readonly string[]): z.ZodType<ReadingRow> => {
    const missing = FIXED.filter((column) => !header.includes(column));
    const channels = header.filter((column) => !FIXED.some((fixed) => fixed === column));
    const odd = channels.filter((column) => !channelKeySchema.safeParse(column).success);
    const twice = header.filter((column, place) => header.indexOf(column) !== place);
    const faults = [
      ...missing.map((column) => `${placeOf(file, 1)}: the column ${column} is missing.`),
      ...odd.map((column) => `${placeOf(file, 1)}: the column ${column} names no channel.`),
      ...twice.map((column) => `${placeOf(file, 1)}: the column ${column} is there twice.`),
    ];
    if (faults.length > 0) throw new CityFaultError(faults);
    const keys = channels as ChannelKey[];
    const cells = z.object(Object.fromEntries(keys.map((key) => [key, cell])));
    const sent = cells.transform((row) => ({
      values: keys.flatMap((key) => (row[key] === undefined ? [] : [[key, row[key]] as const])),
    }));
    return z.intersection(fixedColumns, sent);
  };
