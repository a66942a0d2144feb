import { makeCity } from '@clearwell/firmware-sim';
import { freePort, startNode, type Program } from '@clearwell/testkit';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ROOT } from '../run-node.ts';
import { publishLoad, type Load, type Measured } from './publish-load.ts';
import { medianRound } from './rounds.ts';

const { stations } = makeCity({ seed: 1, stations: 48 });

const LOADS: Readonly<Record<string, Load>> = {
  'single readings': { stations, readings: 500, batch: 1, inFlight: 4 },
  'backfill, batches of 144': { stations, readings: 1_440, batch: 144, inFlight: 2 },
};

/** How fast readings are taken in, beside a broker that takes them and keeps nothing, in the same run. */
export async function benchIngest(rounds: number): Promise<number> {
  for (const [name, load] of Object.entries(LOADS)) {
    const { server, reference, ratio } = await medianRound(rounds, {
      reference: () => withBareBroker((url) => publishLoad(url, load)),
      server: () => withServer((url) => publishLoad(url, load)),
    });
    console.log(`ingest, ${name}: ratio ${ratio.toFixed(2)}`);
    console.log(`  durable and judged  ${inWords(server)}`);
    console.log(`  bare broker         ${inWords(reference)}`);
  }
  return 0;
}

function inWords({ readingsPerSecond, p50, p99 }: Measured): string {
  return `${Math.round(readingsPerSecond)} readings/s, acknowledged after ${p50.toFixed(1)} ms (p50), ${p99.toFixed(1)} ms (p99)`;
}

async function withBareBroker(work: (url: string) => Promise<Measured>): Promise<Measured> {
  const program = startNode(resolve(ROOT, 'tools/src/bench/bare-broker.ts'));
  const line = await program.line(/listening on/);
  return ended(program, () => work(`mqtt://127.0.0.1:${line.replace(/\D+/, '')}`));
}

async function withServer(work: (url: string) => Promise<Measured>): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'clearwell-bench-'));
  const file = join(folder, 'stations.json');
  writeFileSync(file, JSON.stringify({ stations }));
  const port = String(await freePort());
  const settings = {
    CLEARWELL_DATA: folder,
    CLEARWELL_STATIONS: file,
    CLEARWELL_HTTP_PORT: '0',
    CLEARWELL_MQTT_PORT: port,
    CLEARWELL_MQTT_ANONYMOUS: 'true',
  };
  const program = startNode(resolve(ROOT, 'apps/server/dist/main.js'), [], { env: settings });
  await program.line(/is ready/);
  try {
    return await ended(program, () => work(`mqtt://127.0.0.1:${port}`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ended(program: Program, work: () => Promise<Measured>): Promise<Measured> {
  try {
    return await work();
  } finally {
    await program.stop();
  }
}
