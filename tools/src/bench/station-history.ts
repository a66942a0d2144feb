import type { JudgedChannel } from '@clearwell/detect';
import type { EpochMs } from '@clearwell/water-quality';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { configFileOf } from '../backtest/ready-configs.ts';
import { readConfig, roundValue } from '../backtest/station-config.ts';
import { planRows } from '../import/row-plan.ts';
import { RowReader } from '../import/row-reader.ts';

export interface HistoryRow {
  readonly at: EpochMs;
  /** In the order of the channels, NaN for none. */
  readonly values: Float64Array;
  readonly isLabelled: boolean;
}

/** The history of one station in memory, its values rounded as a sensor would. */
export interface StationHistory {
  readonly name: string;
  readonly channels: readonly JudgedChannel[];
  readonly rows: readonly HistoryRow[];
}

/** Real histories for benches and specs stand beside the checkout, never in it. */
export const HISTORY_FOLDER = resolve(import.meta.dirname, '../../../../shared/data');

export const HISTORIES = [
  { file: 'gecco2018_train_10min.csv', config: 'gecco2018' },
  { file: 'canary_station_b.csv', config: 'canary-station-b' },
] as const;

/** Loads one of the histories; null where it is absent. */
export async function loadHistory(
  { file, config: name }: (typeof HISTORIES)[number],
  folder = HISTORY_FOLDER,
): Promise<StationHistory | null> {
  const path = join(folder, file);
  if (!existsSync(path)) return null;
  const config = readConfig(configFileOf(name));
  const { table, plan } = await planRows({ ...config.source, file: path, columns: config.columns });
  const [label = -1] = config.labelColumn === null ? [] : table.places([config.labelColumn], []);
  const reader = new RowReader(plan);
  const rows: HistoryRow[] = [];
  for await (const row of table.rows()) {
    const read = reader.read(row);
    if (read.kind === 'refused') continue;
    const { sampledAt, values } = read.reading;
    const inOrder = config.columns.map((column) => roundValue(values[column.channel] ?? NaN, column));
    rows.push({ at: sampledAt, values: Float64Array.from(inOrder), isLabelled: row.cells[label] === '1' });
  }
  return { name: config.source.station, channels: config.columns.map(({ judged }) => judged), rows };
}
