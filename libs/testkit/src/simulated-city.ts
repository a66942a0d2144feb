import type { Station } from '@clearwell/water-quality';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startNode, type Program } from './process.ts';
import { startServer, type RunningServer } from './server.ts';
import { temporaryFolder } from './temp.ts';

const SIMULATOR = resolve(import.meta.dirname, '../../../firmware-sim/src/main.ts');

export interface SimulatedCity {
  readonly server: RunningServer;
  /** Of the simulator: its readings and its truth. */
  readonly folder: string;
  /** Starts the stations, or starts them again, on the server's clock. */
  readonly simulate: (...more: string[]) => Program;
}

/** A server that knows these stations, and the real simulator as a program beside it, on one clock. */
export async function startSimulatedCity(
  stations: readonly Station[],
  clock: { readonly start: number; readonly rate: number },
  options: Readonly<Record<string, string | number>>,
): Promise<SimulatedCity> {
  const folder = temporaryFolder();
  const file = join(folder, 'stations.json');
  writeFileSync(file, JSON.stringify({ stations }));
  const server = await startServer({
    settings: {
      CLEARWELL_STATIONS: file,
      CLEARWELL_CLOCK_START: new Date(clock.start).toISOString(),
      CLEARWELL_CLOCK_RATE: String(clock.rate),
    },
  });
  const { origin } = (await (await fetch(`${server.url}/api/clock`)).json()) as { origin: number };
  const all = {
    ...{ broker: server.mqttUrl, data: folder, stations: stations.length },
    ...{ rate: clock.rate, 'clock-start': clock.start, 'clock-origin': origin },
    ...options,
  };
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return { server, folder, simulate: (...more) => startNode(SIMULATOR, [...args, ...more]) };
}
