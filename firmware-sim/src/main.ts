import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { stationsFileSchema } from '@clearwell/contracts';
import { makeCity } from './city/make-city.ts';
import { makeClock } from './clock.ts';
import type { SimulatorMessage } from '@clearwell/contracts';
import { HELP, parseOptions, type Options } from './options.ts';
import { makeReporter } from './reporter.ts';
import { Simulator, type FinishedRun } from './simulator.ts';

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
  const began = Date.now();
  const simulator = new Simulator(options, makeClock(options.clock), {
    ...reporter,
    onFinished: (finished) => {
      void simulator.stop().then(() => {
        console.log(summarise(finished, options.truth, Date.now() - began));
        process.exit(0);
      });
    },
  });
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

function summarise({ sampled, acknowledged, overwritten, sha256 }: FinishedRun, truth: string, tookMs: number): string {
  const count = (readings: number): string => readings.toLocaleString('en');
  const lost = overwritten === 0 ? '' : `, ${count(overwritten)} overwritten before anybody took them`;
  return [
    `run over: ${count(sampled)} readings sampled, ${count(acknowledged)} acknowledged${lost}, in ${(tookMs / 1_000).toFixed(1)} s`,
    `truth: ${resolve(truth)}`,
    `sha256 of what was sampled: ${sha256}`,
  ].join('\n');
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
