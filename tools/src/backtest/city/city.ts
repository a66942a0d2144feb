import { messagesOf } from '@clearwell/firmware-sim';
import { CityFaultError, readCity, type RecordedCity } from '@clearwell/recorded-city';
import { DAY, type EpochMs } from '@clearwell/water-quality';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ImportFault, inWords } from '../../import/import-fault.ts';
import { Progress } from '../../import/progress.ts';
import { CsvFile } from '../csv-file.ts';
import { AlertRows, cellsOf, SAID_COLUMNS, type AlertRow, type SaidRow } from './alert-rows.ts';
import { Arrivals } from './arrivals.ts';
import { cityReport } from './city-report.ts';
import type { Learned } from './judging.ts';
import { compareLines, toldBy, toldInLedger, type Told } from './told.ts';
import { JudgingThreads } from './judging-threads.ts';
import { LimitRows, type LimitRow } from './limit-rows.ts';
import { wakingCells, WAKING_COLUMNS, Wakings, type Waking } from './wakings.ts';

export interface CityOptions {
  readonly folder: string;
  readonly out: string;
  /** False alerts a station and week. */
  readonly budget: number;
  /** Data folder of a server that heard the same city: what it said is compared with. Null: nothing is. */
  readonly against: string | null;
}

const MOST_THREADS = 8;
const WEEK = 7 * DAY;
const DIFFERENCES_TOLD = 40;

/** Replays the record of a city. @returns whether it is through; false when it was stopped on the way */
export async function backtestCity(options: CityOptions, stopped: AbortSignal): Promise<boolean> {
  const { folder, out, budget, against } = options;
  const city = await openCity(folder);
  try {
    mkdirSync(out, { recursive: true });
  } catch (error) {
    throw new ImportFault(`--out ${out} can't be made: ${inWords(error)}`, { cause: error });
  }
  const record = await judgeAll(city, budget, stopped);
  const { rows, limits, wakings, told } = sayAll(city, record.learned);
  await writeRows(join(out, 'alerts.csv'), rows);
  await writeRows(join(out, 'limits.csv'), limits);
  await writeWakings(join(out, 'wakings.csv'), wakings);
  const weeks = Math.max(1e-9, (record.until - record.from) / WEEK);
  writeFileSync(join(out, 'report.html'), cityReport({ city, rows, ...record, budget }));
  const notified = rows.filter(({ isNotified }) => isNotified).length;
  const water = rows.filter(({ kind }) => kind === 'event' || kind === 'cluster').length;
  if (record.faults > 0) console.log(`${String(record.faults)} rows were left out; the first: ${record.firstFault}`);
  console.log(
    `${stopped.aborted ? 'Stopped after ' : ''}${String(record.readings)} readings of ${weeks.toFixed(1)} weeks; see ${out}`,
  );
  console.log(`water alerts a station and week  ${(water / weeks / city.stations.length).toFixed(2)}`);
  console.log(`notified incidents a week        ${(notified / weeks).toFixed(1)}`);
  const legal = limits.filter(({ level }) => level === 'red').length;
  console.log(
    `limits broken a week             ${(legal / weeks).toFixed(1)}, early levels ${((limits.length - legal) / weeks).toFixed(1)}`,
  );
  const byLimits = wakings.filter(({ kind }) => kind === 'limit').length;
  console.log(
    `inspectors woken a week          ${(wakings.length / weeks).toFixed(1)}, by limits ${(byLimits / weeks).toFixed(1)}; of alerts ${(new Set(wakings.map(({ alert }) => alert)).size / weeks).toFixed(1)}`,
  );
  if (against !== null && !stopped.aborted) compareWith(against, told);
  return !stopped.aborted;
}

/** @throws ImportFault where the server came to something else */
function compareWith(data: string, here: Told): void {
  const there = toldInLedger(data);
  const parts = [
    ['incidents', compareLines(here.incidents, there.incidents)],
    ['faults', compareLines(here.faults, there.faults)],
    ['other episodes', compareLines(here.others, there.others)],
  ] as const;
  for (const [name, { same, onlyHere, onlyThere }] of parts)
    console.log(
      `${name}: ${String(same)} of ${String(same + onlyHere.length)} the same as in ${data}, and ${String(onlyThere.length)} others there`,
    );
  const differences = parts.flatMap(([, { onlyHere, onlyThere }]) => [
    ...onlyHere.map((line) => `only here   ${line}`),
    ...onlyThere.map((line) => `only there  ${line}`),
  ]);
  if (differences.length > 0) throw new ImportFault(differences.slice(0, DIFFERENCES_TOLD).join('\n'));
}

/** @throws ImportFault with what is wrong with it */
export async function openCity(folder: string): Promise<RecordedCity> {
  try {
    return await readCity(folder);
  } catch (error) {
    if (error instanceof CityFaultError) throw new ImportFault(error.message, { cause: error });
    throw error;
  }
}

interface Judged {
  readonly learned: readonly Learned[];
  readonly readings: number;
  /** Sampling times of the first and the last. */
  readonly from: EpochMs;
  readonly until: EpochMs;
  /** Rows that could not be read. */
  readonly faults: number;
  readonly firstFault: string;
}

async function judgeAll(city: RecordedCity, budget: number, stopped: AbortSignal): Promise<Judged> {
  const count = Math.min(MOST_THREADS, availableParallelism(), city.stations.length);
  const threads = new JudgingThreads(city.stations, budget, count);
  const arrivals = new Arrivals(city);
  let [readings, faults, firstFault, from, until] = [0, 0, '', Infinity, -Infinity];
  const progress = new Progress(() => `${String(readings)} readings judged, until ${dayText(until)}`);
  const note = (sentence: string): void => {
    if (faults++ === 0) firstFault = sentence;
  };
  for await (const message of messagesOf(city, note)) {
    const arrival = arrivals.takeMessage(message.readings, message.at);
    if (arrival === null) continue;
    readings += arrival.readings.length;
    for (const { sampledAt } of arrival.readings)
      [from, until] = [Math.min(from, sampledAt), Math.max(until, sampledAt)];
    await threads.judge(arrival);
    progress.show();
    if (stopped.aborted) break;
  }
  const learned = await threads.finish();
  progress.end();
  return { learned, readings, from, until, faults, firstFault };
}

async function writeRows(path: string, rows: readonly SaidRow<string>[]): Promise<void> {
  const file = new CsvFile(path, SAID_COLUMNS);
  for (const row of rows) await file.write(cellsOf(row));
  await file.close();
}

async function writeWakings(path: string, wakings: readonly Waking[]): Promise<void> {
  const file = new CsvFile(path, WAKING_COLUMNS);
  for (const waking of wakings) await file.write(wakingCells(waking));
  await file.close();
}

interface Said {
  readonly rows: readonly AlertRow[];
  readonly limits: readonly LimitRow[];
  readonly wakings: readonly Waking[];
  readonly told: Told;
}

/** Puts together what was learned of the stations, in the order it was. */
function sayAll(city: RecordedCity, learned: readonly Learned[]): Said {
  const wakings = new Wakings(city);
  const [alerts, limits] = [new AlertRows(city), new LimitRows(city)];
  for (const news of learned) {
    alerts.addEpisodes(news);
    limits.addEpisodes(news);
    for (const incident of wakings.take(news)) alerts.addIncident(incident);
  }
  alerts.settle();
  const told = toldBy(wakings.desk.incidents, learned);
  return { rows: alerts.rows, limits: limits.rows, wakings: wakings.all, told };
}

const dayText = (at: EpochMs): string => (Number.isFinite(at) ? new Date(at).toISOString().slice(0, 10) : '…');
