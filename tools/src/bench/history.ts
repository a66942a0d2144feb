import { makeCity } from '@clearwell/firmware-sim';
import { ThreadedHistory, type History } from '@clearwell/history';
import { freePort, required, startNode } from '@clearwell/testkit';
import { DAY, HOUR, MINUTE, SECOND, type ChannelKey, type EpochMs, type Station } from '@clearwell/water-quality';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ROOT } from '../run-node.ts';
import { EIGHT_CHANNELS, fillLedger, megabytes, replicate, type Influx, type Loaded } from './load-history.ts';
import { publishLoad } from './publish-load.ts';

export interface HistoryBench {
  /** Times each question is asked. */
  readonly rounds: number;
  readonly years: number;
  /** Where the data is put. */
  readonly folder?: string | undefined;
}

const stations = makeCity({ seed: 1, stations: 48 }).stations.map((station): Station => ({
  ...station,
  intervalMs: 10 * MINUTE,
  channels: EIGHT_CHANNELS,
}));
const [channel] = EIGHT_CHANNELS.map(({ key }) => key) as [ChannelKey];

/** Readings of each station that come in while questions are asked. */
const INGESTED = 200;

/** Between an answer and the next question, ms: people who look, not a flood that takes all of a small machine. */
const LOOKING = 500;

/** Loads both stores with the same readings and asks both the same questions, alone and beside ingest. */
export async function benchHistory({ rounds, years, folder }: HistoryBench): Promise<number> {
  const place = mkdtempSync(join(folder ?? tmpdir(), 'clearwell-bench-'));
  const clear = (): void => {
    rmSync(place, { recursive: true, force: true, maxRetries: 3 });
  };
  // A terminal stops the programs started here as well; what is left is the data.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      clear();
      process.exit(130);
    });
  }
  let influx: Influx | null = null;
  try {
    const span = { from: Date.now() - Math.round(years * 365.25) * DAY, to: Date.now() - HOUR };
    const file = join(place, 'ledger.db');
    report('SQLite', await fillLedger(file, stations, span), megabytes(file));
    influx = await replicate(file, join(place, 'influx'));
    if (influx === null) console.log('InfluxDB is not here: only SQLite is measured');
    else report('InfluxDB', influx.loaded, megabytes(join(place, 'influx')));
    const stores = { SQLite: new ThreadedHistory({ kind: 'sqlite', path: file }) } as Record<string, ThreadedHistory>;
    if (influx !== null) stores['InfluxDB'] = new ThreadedHistory({ kind: 'influx', settings: influx.settings });
    for (const [name, history] of Object.entries(stores)) {
      await ask(name, history, span.to, rounds);
      await history.close();
    }
    await besideIngest(place, span.to, influx);
  } finally {
    await influx?.stop();
    clear();
  }
  return 0;
}

function report(store: string, { readings, seconds }: Loaded, size: number): void {
  const rate = Math.round(readings / seconds);
  console.log(`${store}: ${readings} readings in ${seconds.toFixed(0)} s, ${rate} readings/s, ${size.toFixed(0)} MB`);
}

type Question = (history: History, n: number) => Promise<unknown>;

function questionsAt(now: EpochMs): Readonly<Record<string, Question>> {
  const year = { from: now - 365 * DAY, to: now };
  const month = { from: now - 30 * DAY, to: now };
  const oneOf = (n: number): Station => required(stations[(n * 7) % stations.length]);
  return {
    'a year of one parameter, raw': (history, n) =>
      drain(history.range({ station: oneOf(n).id, channels: [channel], ...year })),
    'a year of one parameter, hourly': (history, n) =>
      drain(history.aggregate({ station: oneOf(n).id, channels: [channel], ...year, width: HOUR, origin: 0 })),
    'the latest of all stations': (history) => history.latest({ stations: stations.map(({ id }) => id) }),
    '30 days of the whole map': (history) =>
      drain(history.sweep({ stations: stations.map(({ id }) => ({ station: id, channel })), ...month })),
  };
}

async function drain(chunks: AsyncIterable<unknown>): Promise<number> {
  let n = 0;
  for await (const chunk of chunks) n += chunk === null ? 0 : 1;
  return n;
}

async function ask(store: string, history: History, now: EpochMs, rounds: number): Promise<void> {
  // The first question also starts a thread.
  await history.latest({ stations: stations.slice(0, 1).map(({ id }) => id) });
  for (const [name, question] of Object.entries(questionsAt(now))) {
    const delays: number[] = [];
    for (let n = 0; n < rounds; n++) delays.push(await timed(() => question(history, n)));
    console.log(`  ${store}, ${name}: ${inWords(delays)}`);
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function inWords(delays: number[]): string {
  delays.sort((a, b) => a - b);
  const at = (part: number): string => (delays[Math.round(part * (delays.length - 1))] ?? NaN).toFixed(0);
  return `${at(0.5)} ms (p50), ${at(0.95)} ms (p95), asked ${delays.length} times`;
}

/** A server takes readings into the loaded ledger, and the same questions are asked over and over meanwhile. */
async function besideIngest(place: string, now: EpochMs, influx: Influx | null): Promise<void> {
  const port = String(await freePort());
  const settings = {
    CLEARWELL_DATA: place,
    CLEARWELL_HTTP_PORT: '0',
    CLEARWELL_MQTT_PORT: port,
    CLEARWELL_MQTT_ANONYMOUS: 'true',
  };
  const program = startNode(resolve(ROOT, 'apps/server/dist/main.js'), [], { env: settings });
  await program.line(/is ready/, 60 * SECOND);
  try {
    // Each time's readings follow on those of the time before: late ones would be measured for their lateness.
    let from = now + SECOND;
    const publish = () => {
      const load = { stations, readings: INGESTED, batch: 1, inFlight: 1, from };
      from += INGESTED * SECOND;
      return publishLoad(`mqtt://127.0.0.1:${port}`, load);
    };
    // The first time everything is still cold.
    await publish();
    const alone = await publish();
    console.log(`ingest alone: acknowledged after ${alone.p50.toFixed(1)} ms (p50), ${alone.p99.toFixed(1)} ms (p99)`);
    const stores: [string, ThreadedHistory][] = [
      ['SQLite', new ThreadedHistory({ kind: 'sqlite', path: join(place, 'ledger.db') })],
    ];
    if (influx !== null) stores.push(['InfluxDB', new ThreadedHistory({ kind: 'influx', settings: influx.settings })]);
    for (const [store, history] of stores) {
      for (const [name, question] of Object.entries(questionsAt(now))) {
        const delays: number[] = [];
        const published = new AbortController();
        const asking = (async () => {
          for (let n = 0; !published.signal.aborted; n++) {
            delays.push(await timed(() => question(history, n)));
            await pause(LOOKING);
          }
        })();
        const { p50, p99 } = await publish();
        published.abort();
        await asking;
        console.log(
          `  ${store}, ${name}: ${inWords(delays)}; ingest ${p50.toFixed(1)} ms (p50), ${p99.toFixed(1)} ms (p99)`,
        );
      }
      await history.close();
    }
  } finally {
    await program.stop();
  }
}
