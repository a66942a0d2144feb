import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stationsFileSchema } from '@clearwell/contracts';
import { makeCity } from './city/make-city.ts';
import { makeClock } from './clock.ts';
import type { SimulatorMessage } from '@clearwell/contracts';
import { HELP, parseOptions, type Options } from './options.ts';
import { makeReporter } from './reporter.ts';
import { Simulator } from './simulator.ts';
import { readBrokerAccess, type BrokerAccess } from './station/broker-access.ts';

const parsed = parseOptions(process.argv.slice(2), process.env, Date.now());
if (parsed.kind === 'help') console.log(HELP);
else if (parsed.kind === 'bad') refuse(parsed.problems);
else if (parsed.options.writeStations !== null) writeStations(parsed.options.writeStations, parsed.options);
else await run(parsed.options);

function refuse(problems: readonly string[]): void {
  for (const problem of problems) console.error(problem);
  process.exitCode = 2;
}

function writeStations(file: string, { seed, stations }: Options): void {
  const list = stationsFileSchema.parse({ stations: makeCity({ seed, stations }).stations });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(list, null, 2)}\n`);
  console.log(`${list.stations.length} stations written to ${file}`);
}

async function run(options: Options): Promise<void> {
  const reporter = makeReporter();
  let broker: BrokerAccess;
  try {
    broker = readBrokerAccess(options.broker);
  } catch (error) {
    refuse([(error as Error).message]);
    return;
  }
  const simulator = new Simulator({ ...options, broker }, makeClock(options.clock), reporter);
  const stop = stopOnce(simulator, reporter.tell);
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  reporter.say(
    `${options.stations} stations, seed ${options.seed}, clock ×${options.clock.rate}, to ${options.broker.url}`,
  );
  try {
    await simulator.start();
  } catch (error) {
    console.error(`The simulator cannot start with ${options.data}: ${String(error)}. Is another one running there?`);
    process.exit(1);
  }
}

/** Stops at the first signal, and gives up waiting at the second. */
function stopOnce(simulator: Simulator, tell: (message: SimulatorMessage) => Promise<void>): () => void {
  let stopping = false;
  return () => {
    if (stopping) process.exit(1);
    stopping = true;
    void simulator.stop().then(async (unacknowledged) => {
      console.log(`stopped; ${unacknowledged} readings wait for the next start`);
      await tell({ kind: 'stopped', unacknowledged });
      process.exit(0);
    });
  };
}
