import 'reflect-metadata';
import type { Logger } from 'pino';
import { parseArgs } from 'node:util';
import { shapeConfig } from './config/config.ts';
import { readSettings, SETTING_NAMES, SettingsError } from './config/settings.ts';
import { Demo, prepareDemo } from './demo.ts';
import { makeLog } from './log.ts';
import { Server } from './server.ts';
import { StartError } from './start-error.ts';

const HELP = `Clearwell: a drinking-water quality monitor.

  main.js [--demo] [--help]

  --demo   also run a simulated city of stations, with a week of history on its first start; or the recorded city of
           the folder CLEARWELL_DEMO_REPLAY, as it once arrived

Settings are environment variables (the README explains each):
${SETTING_NAMES.map((name) => `  ${name}`).join('\n')}
`;

const options = readOptions();
if (options.help) process.stdout.write(HELP);
else await run(options.demo).catch(refuseToStart);

function readOptions(): { demo: boolean; help: boolean } {
  try {
    const { values } = parseArgs({
      options: { demo: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
    });
    return values;
  } catch (error) {
    return refuseToStart(
      new StartError(`${(error as Error).message.split('. ')[0] ?? ''}; --help lists what there is`),
    );
  }
}

async function run(withDemo: boolean): Promise<void> {
  const config = shapeConfig(readSettings(process.env), withDemo);
  const log = makeLog(config.logLevel);
  const city = withDemo ? await prepareDemo(config) : null;
  const start = config.clock.start ?? city?.recorded?.beginsAt ?? null;
  const server = await Server.start({ ...config, clock: { ...config.clock, start } }, log);
  let demo: Demo | null = null;
  const stop = once(() => stopAll(server, demo, log));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal));
  if (city !== null) {
    server.house.registerAll(city.stations);
    server.house.adoptNetwork(city.links);
    demo = new Demo(config, server, log, city.recorded);
  }
  greet(server, config.dataFolder, log);
}

function greet(server: Server, dataFolder: string, log: Logger): void {
  const stations = server.house.register.all().length;
  log.info(`Clearwell is ready: open ${server.url}`);
  log.info(`${String(stations)} stations are registered; they publish to ${server.mqttUrl}`);
  log.info(`Everything is kept in ${dataFolder}. The API is described at ${server.url}/api/docs. Stop with Ctrl-C`);
  if (server.house.clock.rate !== 1) log.info(`The clock is simulated and runs ×${String(server.house.clock.rate)}`);
}

async function stopAll(server: Server, demo: Demo | null, log: Logger): Promise<void> {
  log.info('Stopping');
  // As when a real server goes: the stations stay on. One that says farewell would count as out of order until the next start.
  await server.stop();
  await demo?.stop();
  log.info('Stopped; everything acknowledged is stored');
}

/** Runs `work` at the first signal; a second one finds it on its way. */
function once(work: () => Promise<void>): (signal: string) => Promise<void> {
  let running: Promise<void> | null = null;
  return () => (running ??= work().then(() => process.exit(0), refuseToStart));
}

function refuseToStart(error: unknown): never {
  if (error instanceof SettingsError)
    process.stderr.write(`Clearwell can't start with these settings:\n${indent(error.message)}\n`);
  else if (error instanceof StartError) process.stderr.write(`Clearwell can't start: ${error.message}\n`);
  else
    process.stderr.write(
      `Clearwell failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  process.exit(1);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
