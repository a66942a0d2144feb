import type {
  ChannelKey,
  DeviceState,
  Marks,
  QualifiedReading,
  Quality,
  QualityFlag,
  QualityTest,
  StationId,
} from '@clearwell/water-quality';
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { VALUE_COLUMNS } from './schema.ts';
import type { Layout } from './station-table.ts';

export type Row = Record<string, SQLOutputValue>;

export const READING_COLUMNS = [
  'station',
  'sampled_at',
  'received_at',
  'boot',
  'seq',
  'historical',
  'ahead',
  'flags',
  'tests',
  'marks',
  'device',
] as const;

const NOT_SENT = '.';

/** The bound values of one row, in the order of `READING_COLUMNS` and then one for each slot. */
export function toRow({ key, slots }: Layout, reading: QualifiedReading): SQLInputValue[] {
  let flags = '';
  let tests: Partial<Record<ChannelKey, QualityTest>> | null = null;
  const values: (number | null)[] = [];
  for (const channel of slots) {
    const quality = reading.quality[channel];
    flags += quality === undefined ? NOT_SENT : String(quality.flag);
    if (quality?.test !== undefined) (tests ??= {})[channel] = quality.test;
    values.push(reading.values[channel] ?? null);
  }
  return [
    key,
    reading.sampledAt,
    reading.receivedAt,
    reading.boot,
    reading.seq,
    Number(reading.historical),
    Number(reading.timing === 'ahead'),
    flags,
    tests === null ? null : JSON.stringify(tests),
    orNull(reading.marks),
    orNull(reading.device),
    ...values,
  ];
}

const orNull = (part: object): string | null => (Object.keys(part).length === 0 ? null : JSON.stringify(part));

export function fromRow(station: StationId, { slots }: Layout, row: Row): QualifiedReading {
  const flags = String(row['flags']);
  const tests = testsOf(row);
  const values: Partial<Record<ChannelKey, number | null>> = {};
  const quality: Partial<Record<ChannelKey, Quality>> = {};
  slots.forEach((channel, slot) => {
    const flag = flags[slot] ?? NOT_SENT;
    if (flag === NOT_SENT) return;
    values[channel] = row[VALUE_COLUMNS[slot] ?? ''] as number | null;
    const test = tests[channel];
    quality[channel] = { flag: Number(flag) as QualityFlag, ...(test === undefined ? {} : { test }) };
  });
  return {
    station,
    sampledAt: row['sampled_at'] as number,
    receivedAt: row['received_at'] as number,
    boot: row['boot'] as number | null,
    seq: row['seq'] as number | null,
    historical: row['historical'] === 1,
    timing: row['ahead'] === 1 ? 'ahead' : 'judged',
    values,
    quality,
    marks: parseOr<Marks>(row['marks'], {}),
    device: parseOr<DeviceState>(row['device'], {}),
  };
}

export const testsOf = (row: Row): Partial<Record<ChannelKey, QualityTest>> => parseOr(row['tests'], {});

/** The ledger's own rows are trusted: they were written from domain values. */
const parseOr = <T>(text: SQLOutputValue | undefined, otherwise: T): T =>
  typeof text === 'string' ? (JSON.parse(text) as T) : otherwise;
