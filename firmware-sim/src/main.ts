import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { stationsFileSchema } from '@clearwell/contracts';
import { readCity } from '@clearwell/recorded-city';
import type { EpochMs } from '@clearwell/water-quality';
import { makeCity } from './city/make-city.ts';
import { makeClock } from './clock.ts';
import type { SimulatorMessage } from '@clearwell/contracts';
import { HELP, parseOptions, type Options } from './options.ts';
import { warnOfOpenFiles } from './open-files.ts';
import { travelTimesOf } from './recording/describe-city.ts';
import { recordCity } from './recording/record-city.ts';
import { openFolder, runReplay } from './replay/run-replay.ts';
import { makeReporter } from './reporter.ts';
import { Simulator, type FinishedRun } from './simulator.ts';
import { readBrokerAccess, type BrokerAccess } from './station/broker-access.ts';

const parsed = parseOptions(process.argv.slice(2), process.env, Date.now());
if (parsed.kind === 'help') console.log(HELP);
else if (parsed.kind === 'bad') refuse(parsed.problems);
else if (parsed.options.writeStations !== null) await writeStations(parsed.options.writeStations, parsed.options);
else if (parsed.options.writeCity !== null) await record(parsed.options.writeCity, parsed.options);
else await publish(parsed.options);

function refuse(problems: readonly string[]): void {
  for (const problem of problems) console.error(problem);
  process.exitCode = 2;
}

async function writeStations(file: string, { seed, stations: count, replay, writeNetwork }: Options): Promise<void> {
  const city = replay === null ? makeCity({ seed, stations: count }) : await openFolder(() => readCity(replay.folder));
  const { stations } = city;
  const list = stationsFileSchema.parse({ stations });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(list, null, 2)}\n`);
  console.log(`${list.stations.length} stations written to ${file}`);
  if (writeNetwork === null) return;
  const times = 'travelTimes' in city ? city.travelTimes : travelTimesOf(city);
  // Where none of a station's water came by the other one there is no link to speak of.
  const passed = times.filter(({ share }) => share > 0);
  const links = passed.map(({ minutes: travelMinutes, ...link }) => ({ ...link, travelMinutes }));
  writeFileSync(writeNetwork, `${JSON.stringify({ links }, null, 2)}\n`);
  console.log(`${links.length} links written to ${writeNetwork}`);
}

async function record({ folder, start }: { folder: string; start: EpochMs }, options: Options): Promise<void> {
  const began = Date.now();
  const onDay = (day: number): void => {
    if (process.stdout.isTTY) process.stdout.write(`\r${day} of ${options.days} days`);
  };
  const readings = await recordCity(folder, { ...options, start }, onDay);
  if (process.stdout.isTTY) process.stdout.write('\r');
  const took = ((Date.now() - began) / 1_000).toFixed(1);
  console.log(`${readings.toLocaleString('en')} readings of ${options.days} days written to ${folder} in ${took} s`);
}

async function publish(options: Options): Promise<void> {
  let broker: BrokerAccess;
  try {
    broker = readBrokerAccess(options.broker);
  } catch (error) {
    refuse([(error as Error).message]);
    return;
  }
  if (options.replay === null) await run(options, broker);
  else await runReplay(options.replay, broker);
}

async function run(options: Options, broker: BrokerAccess): Promise<void> {
  const reporter = makeReporter();
  const began = Date.now();
  const simulator = new Simulator({ ...options, broker }, makeClock(options.clock), {
    ...reporter,
    onFinished: (finished) => {
      void simulator.stop().then(async (unacknowledged) => {
        console.log(summarise(finished, options.truth, Date.now() - began));
        await reporter.tell({ kind: 'stopped', unacknowledged });
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
  const warning = warnOfOpenFiles(options.stations);
  if (warning !== null) reporter.say(warning);
  try {
    await simulator.start();
  } catch (error) {
    const advice = String(error).includes('locked') ? ' Is another one running there?' : '';
    console.error(`The simulator cannot start with ${options.data}: ${String(error)}.${advice}`);
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
