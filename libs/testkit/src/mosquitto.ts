import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
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
  /** SIGTERM lets it save its queues first; SIGKILL is a power cut. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

const SHIPPED = resolve(import.meta.dirname, '../../../docker/mosquitto/mosquitto.conf');

/** The shipped configuration with some settings replaced, so that specs test what is deployed. */
export function adaptConfig(shipped: string, settings: MosquittoSettings): string {
  const kept = shipped.split('\n').filter((line) => {
    const name = /^\s*([a-z_0-9]+)/.exec(line)?.[1];
    return name !== undefined && !Object.hasOwn(settings, name);
  });
  const laidOver = Object.entries(settings).flatMap(([name, value]) => (value === null ? [] : [`${name} ${value}`]));
  return [...kept, ...laidOver, ''].join('\n');
}

/** Starts the real broker on loopback, and stops it when the spec file is over. */
export async function startMosquitto(options: MosquittoOptions = {}): Promise<RunningMosquitto> {
  const command = realPart('mosquitto');
  if (command === null) throw new Error('mosquitto is not installed: use describeWith');
  const folder = options.folder ?? temporaryFolder();
  const port = options.port ?? (await freePort());
  const file = join(folder, 'mosquitto.conf');
  writeFileSync(file, adaptConfig(readFileSync(SHIPPED, 'utf8'), { ...onLoopback(folder, port), ...options.config }));
  const program = new Program(command, ['-c', file]);
  await until(() => answers(port), { saying: () => `mosquitto to listen:\n${program.lines.join('\n')}` });
  return { url: `mqtt://127.0.0.1:${port}`, port, folder, program, stop: (signal) => program.stop(signal) };
}

const onLoopback = (folder: string, port: number): MosquittoSettings => ({
  listener: `${port} 127.0.0.1`,
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
