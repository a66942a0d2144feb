import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, dirname, join, resolve } from 'node:path';
import { realPart } from './parts.ts';
import { freePort } from './ports.ts';
import { Program, type Ended } from './process.ts';
import { temporaryFolder } from './temp.ts';
import { until } from './until.ts';

/** Setting → value, or null to leave the setting out. */
export type MosquittoSettings = Readonly<Record<string, string | null>>;

export interface MosquittoOptions {
  /** Laid over the shipped configuration. */
  readonly config?: MosquittoSettings;
  /** A folder and port used before: the broker comes back with what it kept. */
  readonly folder?: string;
  readonly port?: number;
}

export interface RunningMosquitto {
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  readonly program: Program;
  /** Reads its accounts anew. */
  reload(): void;
  /** SIGTERM lets it save its queues first; SIGKILL is a power cut. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

const SHIPPED = resolve(import.meta.dirname, '../../../docker/mosquitto');

/** The shipped configuration with some settings replaced, so that specs test what is deployed. */
export function adaptConfig(shipped: string, settings: MosquittoSettings): string {
  const kept = shipped.split('\n').filter((line) => {
    const name = /^\s*([a-z_0-9]+)/.exec(line)?.[1];
    return name !== undefined && !Object.hasOwn(settings, name);
  });
  const laidOver = Object.entries(settings).flatMap(([name, value]) => (value === null ? [] : [`${name} ${value}`]));
  return [...kept, ...laidOver, ''].join('\n');
}

/** What a broker with accounts is laid over with: the files that `load-accounts.sh` puts into `folder`. */
export const withAccounts = (folder: string): MosquittoSettings => ({
  use_username_as_clientid: 'true',
  allow_anonymous: 'false',
  password_file: join(folder, 'passwords'),
  acl_file: join(folder, 'acl'),
});

/** Runs the shipped script that takes accounts in: from the folder `npm run accounts` wrote to the broker's own. */
export function loadAccounts(from: string, to: string, serverPassword: string): void {
  const env = {
    ...process.env,
    PATH: [dirname(realPart('mosquitto') ?? ''), process.env['PATH'] ?? '', '/usr/bin'].join(delimiter),
    CLEARWELL_ACCOUNTS: from,
    CLEARWELL_BROKER_DATA: to,
    CLEARWELL_MQTT_PASSWORD: serverPassword,
  };
  const { status, stderr } = spawnSync('sh', [join(SHIPPED, 'load-accounts.sh')], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`load-accounts.sh failed: ${stderr}`);
}

/** Starts the real broker on loopback, and stops it when the spec file is over. */
export async function startMosquitto(options: MosquittoOptions = {}): Promise<RunningMosquitto> {
  const command = realPart('mosquitto');
  if (command === null) throw new Error('mosquitto is not installed: use describeWith');
  const folder = options.folder ?? temporaryFolder();
  const port = options.port ?? (await freePort());
  const file = join(folder, 'mosquitto.conf');
  writeFileSync(
    file,
    adaptConfig(readFileSync(join(SHIPPED, 'mosquitto.conf'), 'utf8'), {
      ...onLoopback(folder, port),
      ...options.config,
    }),
  );
  const program = new Program(command, ['-c', file]);
  await until(() => answers(port), { saying: () => `mosquitto to listen:\n${program.lines.join('\n')}` });
  const reload = (): void => {
    if (program.pid !== undefined) process.kill(program.pid, 'SIGHUP');
  };
  return { url: `mqtt://127.0.0.1:${port}`, port, folder, program, reload, stop: (signal) => program.stop(signal) };
}

const onLoopback = (folder: string, port: number): MosquittoSettings => ({
  listener: `${port} 127.0.0.1`,
  // Of a listener, so it must follow it; anonymous clients have no user name to take.
  use_username_as_clientid: null,
  allow_anonymous: 'true',
  password_file: null,
  acl_file: null,
  persistence_location: `${folder}/`,
  log_dest: 'stderr',
  // Started by root it would become the user mosquitto, who may not write here.
  user: process.getuid?.() === 0 ? 'root' : null,
});

const answers = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('error', () => done(false));
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
  });
