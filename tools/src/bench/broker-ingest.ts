import { outcomesSchema } from '@clearwell/contracts';
import { makeCity } from '@clearwell/firmware-sim';
import { freePort, startMosquitto, startNode, until, type Program } from '@clearwell/testkit';
import { SECOND } from '@clearwell/water-quality';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ROOT } from '../run-node.ts';
import { publishLoad, type Load } from './publish-load.ts';
import { medianRound } from './rounds.ts';

const { stations } = makeCity({ seed: 1, stations: 48 });

const LOADS: Readonly<Record<string, Load>> = {
  'single readings': { stations, readings: 1_000, batch: 1, inFlight: 20, stamped: true },
  'backfill of a day, 6,912 readings in batches of 144': { stations, readings: 144, batch: 144, inFlight: 1 },
};

const WITHIN = 180 * SECOND;

interface Taken {
  readonly readingsPerSecond: number;
  /** Publish → committed, ms, of readings sampled as they were published; null where none was. */
  readonly committed: { readonly p50: number; readonly p99: number } | null;
}

/** How fast readings come through Mosquitto to committed and judged, beside a subscriber that counts, on the same broker. */
export async function benchBrokerIngest(rounds: number): Promise<number> {
  for (const [name, load] of Object.entries(LOADS)) {
    const { server, reference, ratio } = await medianRound(rounds, {
      reference: () => withMosquitto((url) => countBare(url, load)),
      server: () => withMosquitto((url) => takeIn(url, load)),
    });
    console.log(`through Mosquitto, ${name}: ratio ${ratio.toFixed(2)}`);
    console.log(`  durable and judged  ${inWords(server)}`);
    console.log(`  only counted        ${inWords(reference)}`);
  }
  return 0;
}

function inWords({ readingsPerSecond, committed }: Taken): string {
  const rate = `${Math.round(readingsPerSecond)} readings/s`;
  if (committed === null) return rate;
  return `${rate}, committed ${committed.p50.toFixed(0)} ms (p50), ${committed.p99.toFixed(0)} ms (p99) after the publish`;
}

async function withMosquitto<T>(work: (url: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'clearwell-bench-'));
  const mosquitto = await startMosquitto({ folder });
  return ended(mosquitto.program, folder, () => work(mosquitto.url));
}

const readingsOf = ({ readings }: Load): number => stations.length * readings;

async function countBare(url: string, load: Load): Promise<Taken> {
  const messages = readingsOf(load) / load.batch;
  const program = startNode(resolve(ROOT, 'tools/src/bench/bare-subscriber.ts'), [url, String(messages)]);
  await program.line(/listening/);
  return ended(program, null, async () => {
    const began = Date.now();
    await publishLoad(url, load);
    const line = await program.line(/all counted/, WITHIN);
    const took = (Number(line.replace(/\D+/, '')) - began) / SECOND;
    return { readingsPerSecond: readingsOf(load) / took, committed: null };
  });
}

async function takeIn(url: string, load: Load): Promise<Taken> {
  const folder = mkdtempSync(join(tmpdir(), 'clearwell-bench-'));
  const file = join(folder, 'stations.json');
  writeFileSync(file, JSON.stringify({ stations }));
  const port = String(await freePort());
  const settings = {
    CLEARWELL_DATA: folder,
    CLEARWELL_STATIONS: file,
    CLEARWELL_HTTP_PORT: port,
    CLEARWELL_MQTT_URL: url,
    CLEARWELL_ANONYMOUS: 'true',
  };
  const program = startNode(resolve(ROOT, 'apps/server/dist/main.js'), [], { env: settings });
  await program.line(/Connected to the broker/);
  return ended(program, folder, async () => {
    const commits = load.stamped === true ? new CommitWatch(folder) : null;
    const began = Date.now();
    const publishing = publishLoad(url, load);
    await until(async () => (await storedAt(port)) === readingsOf(load), { saying: 'all readings', within: WITHIN });
    const took = (Date.now() - began) / SECOND;
    await publishing;
    return { readingsPerSecond: readingsOf(load) / took, committed: (await commits?.end()) ?? null };
  });
}

async function storedAt(port: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/outcomes`);
  return outcomesSchema.parse(await answer.json()).readings.stored;
}

/** Sees from outside, in a thread of its own, when readings are committed. */
class CommitWatch {
  readonly #worker: Worker;

  constructor(folder: string) {
    const file = join(folder, 'ledger.db');
    this.#worker = new Worker(resolve(ROOT, 'tools/src/bench/commit-watch.ts'), { workerData: file });
  }

  async end(): Promise<{ readonly p50: number; readonly p99: number }> {
    const answer = once(this.#worker, 'message');
    this.#worker.postMessage('end');
    const delays = ((await answer) as [number[]])[0].sort((a, b) => a - b);
    const at = (part: number): number => delays[Math.floor(part * (delays.length - 1))] ?? NaN;
    return { p50: at(0.5), p99: at(0.99) };
  }
}

async function ended<T>(program: Program, folder: string | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await program.stop();
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}
