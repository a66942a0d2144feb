import { networkChangeSchema, simulatorMessageSchema, type SimulatorMessage } from '@clearwell/contracts';
import { parseStations } from '@clearwell/stations';
import type { Link, Station } from '@clearwell/water-quality';
import { SingleBar } from 'cli-progress';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Logger } from 'pino';
import type { Config } from './config/config.ts';
import { makeDemoAccounts } from './demo-accounts.ts';
import { openRecordedDemo, resumeAt, type RecordedDemo } from './recorded-demo.ts';
import type { House } from './house.ts';
import type { Server } from './server.ts';
import { StartError } from './start-error.ts';

const SIMULATOR = fileURLToPath(new URL('../../../firmware-sim/src/main.ts', import.meta.url));

/** The city of a demo, simulated or recorded. */
export interface DemoCity {
  readonly stations: readonly Station[];
  /** How water runs between them. */
  readonly links: readonly Link[];
  readonly recorded: RecordedDemo | null;
}

/** The demo's city, and an account for each of its stations: the broker must know them when it starts. */
export async function prepareDemo(config: Config): Promise<DemoCity> {
  const { replay } = config.demo;
  const recorded = replay === null ? null : await openRecordedDemo(replay);
  try {
    const { stations, links } = recorded ?? (await simulatedCity(config));
    await makeDemoAccounts(stations, config);
    return { stations, links, recorded };
  } catch (error) {
    const why = (error as Error).message;
    throw new StartError(`the demo can't be prepared in ${config.dataFolder}: ${why}. CLEARWELL_DATA names another`, {
      cause: error,
    });
  }
}

/** The city as the simulator knows it. */
async function simulatedCity(config: Config): Promise<Pick<DemoCity, 'stations' | 'links'>> {
  const [file, network] = ['demo-stations.json', 'demo-network.json'].map((name) => join(config.dataFolder, name)) as [string, string]; // prettier-ignore
  const { stations, seed } = config.demo;
  const city = ['--stations', String(stations), '--seed', String(seed), '--write-stations', file];
  await promisify(execFile)(process.execPath, [SIMULATOR, ...city, '--write-network', network]);
  const { links } = networkChangeSchema.parse(JSON.parse(await readFile(network, 'utf8')));
  return { stations: parseStations(await readFile(file, 'utf8')), links };
}

/** A simulated or a recorded city in a process of its own, that speaks to this server as real stations do. */
export class Demo {
  readonly #log: Logger;
  readonly #house: House;
  readonly #process: ChildProcess;
  readonly #bar = new SingleBar({
    format: 'Filling history  {bar}  {percentage} %  {value} of {total} readings',
    hideCursor: true,
  });
  readonly #lines: string[] = [];
  #stopping = false;
  #barShown = false;

  constructor(config: Config, server: Server, log: Logger, recorded: RecordedDemo | null) {
    this.#log = log;
    this.#house = server.house;
    const city = recorded === null ? simulated(config) : replayed(recorded, server, log);
    this.#process = spawn(process.execPath, [SIMULATOR, ...argumentsFor(config, server), ...city], {
      env: { ...process.env, ...credentialsFor(config) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C reaches this server alone, which then stops both in order.
      detached: true,
    });
    log.debug(`The simulated stations run in simulator process ${String(this.#process.pid)}`);
    this.#process.on('message', (message) => {
      const said = simulatorMessageSchema.safeParse(message);
      if (said.success) this.#hear(said.data);
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#relay(text.split('\n').filter((line) => line.trim() !== ''));
      });
    }
    this.#process.on('exit', (code) => {
      this.#house.noteFilling(null);
      if (this.#stopping) return;
      if (code === 0 && recorded !== null) this.#log.info('The recorded city is over; no new readings will come');
      else
        this.#log.error(`The simulated stations ended by themselves (exit ${String(code)}); no new readings will come`);
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#hideProgress();
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await ended;
  }

  #hear(message: SimulatorMessage): void {
    if (message.kind === 'fill') {
      const { done, total } = message;
      this.#house.noteFilling(done < total ? { done, total } : null);
      this.#showProgress(done, total);
    }
    if (message.kind === 'filled') this.#hideProgress();
  }

  /** Lines wait while the bar is drawn: they would tear it. */
  #relay(lines: readonly string[]): void {
    this.#lines.push(...lines);
    if (!this.#barShown) for (const line of this.#lines.splice(0)) this.#log.info(line);
  }

  #showProgress(done: number, total: number): void {
    if (!process.stdout.isTTY || total === 0) return;
    if (!this.#barShown) this.#bar.start(total, done);
    else this.#bar.setTotal(total);
    this.#barShown = true;
    this.#bar.update(done);
  }

  #hideProgress(): void {
    if (this.#barShown) this.#bar.stop();
    this.#barShown = false;
    this.#relay([]);
  }
}

function argumentsFor(config: Config, server: Server): string[] {
  const { origin, start, rate } = server.house.clock;
  const named = {
    broker: server.mqttUrl,
    rate,
    'clock-origin': origin,
    'clock-start': start,
    ...(config.mqtt.kind === 'embedded' && { accounts: config.demo.accountList }),
    ...(config.mqttCaFile !== null && { ca: config.mqttCaFile }),
  };
  return asOptions(named);
}

function simulated({ demo, dataFolder }: Config): string[] {
  const { stations, seed, days, everyday, scenarios } = demo;
  const named = { stations, seed, days, everyday: everyday ? 'on' : 'off', data: join(dataFolder, 'simulator') };
  return [...asOptions(named), ...scenarios.flatMap((scenario) => ['--scenario', scenario])];
}

function replayed(recorded: RecordedDemo, server: Server, log: Logger): string[] {
  const { clock, ledger } = server.house;
  const sampled = recorded.stations.flatMap(({ id }) => ledger.readings.latest(id)?.sampledAt ?? []);
  const from = resumeAt(recorded, clock, sampled.length === 0 ? null : Math.max(...sampled));
  if (from === null) return asOptions({ replay: recorded.folder });
  log.info(`The replay of ${recorded.folder} goes on from ${new Date(from).toISOString()}`);
  return asOptions({ replay: recorded.folder, from });
}

const asOptions = (named: Readonly<Record<string, string | number>>): string[] =>
  Object.entries(named).flatMap(([name, value]) => [`--${name}`, String(value)]);

function credentialsFor({ mqtt }: Config): Record<string, string> {
  if (mqtt.kind === 'embedded' || mqtt.credentials === null) return {};
  return {
    CLEARWELL_SIM_USERNAME: mqtt.credentials.username,
    CLEARWELL_SIM_PASSWORD: mqtt.credentials.password,
  };
}
