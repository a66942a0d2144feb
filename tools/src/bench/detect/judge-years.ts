import { DAY } from '@clearwell/water-quality';
import { Worker } from 'node:worker_threads';
import { A_WEEK } from './invented-station.ts';

const CORES = 2;
const A_YEAR_DAYS = 365.25;

export interface Years {
  readonly stations: number;
  readonly years: number;
  readonly seed: number;
}

/** Judges a history of a whole city on two threads; what it prints leaves out inventing the readings, but not shifting them in time. */
export async function judgeYears({ stations, years, seed }: Years): Promise<void> {
  const rows = Math.round((years * A_YEAR_DAYS * DAY * A_WEEK) / (7 * DAY));
  const started = performance.now();
  const numbers = Array.from({ length: stations }, (_, i) => i + 1);
  let done = 0;
  const shares = Array.from({ length: CORES }, (_, core) => numbers.filter((number) => number % CORES === core));
  const seconds = await Promise.all(
    shares.map((share) =>
      judgeShare({ numbers: share, rows, seed }, () => {
        if (++done % 4 === 0 || done === stations) console.error(`${String(done)} of ${String(stations)} stations`);
      }),
    ),
  );
  const [readings, took] = [rows * stations, (performance.now() - started) / 1000];
  const judging = Math.max(...seconds);
  console.log(
    `${(readings / 1e6).toFixed(2)} million readings of 8 values, ${String(stations)} stations, ${String(years)} years:`,
  );
  console.log(`judged in ${judging.toFixed(0)} s on ${String(CORES)} cores (${took.toFixed(0)} s with inventing them)`);
}

/** @returns seconds its thread was judging */
function judgeShare(workerData: object, onStation: () => void): Promise<number> {
  const worker = new Worker(new URL('./years-worker.ts', import.meta.url), { workerData });
  let ms = 0;
  worker.on('message', (station: { readonly ms: number }) => {
    ms += station.ms;
    onStation();
  });
  return new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => {
      resolve(ms / 1000);
    });
  });
}
