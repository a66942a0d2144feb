import { join } from 'node:path';
import { realPart } from './parts.ts';
import { freePort } from './ports.ts';
import { Program, type Ended } from './process.ts';
import { temporaryFolder } from './temp.ts';
import { until } from './until.ts';

export interface InfluxOptions {
  /** One that ran before: the same data, port, organisation and token. */
  readonly after?: RunningInflux;
  /** Where it keeps its data; a temporary folder unless told. */
  readonly folder?: string;
}

export interface RunningInflux {
  readonly url: string;
  readonly token: string;
  readonly org: string;
  /** Null for one that was running already: it is not ours to stop. */
  readonly program: Program | null;
  readonly folder: string;
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

const ORG = 'clearwell';
const TOKEN = 'token-of-the-specs';

/** Buckets of this run are named by this, so that one InfluxDB serves many spec files. */
export const bucketName = (): string => `spec-${crypto.randomUUID()}`;

/** The InfluxDB at INFLUX_URL, or a real one with nothing in it, started on loopback and stopped when the spec file is over. */
export async function startInflux({ after, folder }: InfluxOptions = {}): Promise<RunningInflux> {
  const { INFLUX_URL: url, INFLUX_TOKEN: token, INFLUX_ORG: org } = process.env;
  if (url !== undefined && token !== undefined && org !== undefined) {
    const notOurs = (): Promise<Ended> => Promise.reject(new Error('INFLUX_URL names one that is not ours to stop'));
    return { url, token, org, program: null, folder: '', stop: notOurs };
  }
  const running = await startOwn(after, after?.folder ?? folder ?? temporaryFolder());
  if (after === undefined) await setUp(running.url);
  return running;
}

async function startOwn(after: RunningInflux | undefined, folder: string): Promise<RunningInflux> {
  const command = realPart('influxd');
  if (command === null) throw new Error('influxd is not installed: use describeWith');
  const url = after?.url ?? `http://127.0.0.1:${String(await freePort())}`;
  const program = new Program(command, [
    ...['--http-bind-address', url.replace('http://', '')],
    ...['--bolt-path', join(folder, 'influxd.bolt')],
    ...['--engine-path', join(folder, 'engine')],
    ...['--sqlite-path', join(folder, 'influxd.sqlite')],
    ...['--log-level', 'error', '--reporting-disabled', '--no-tasks'],
  ]);
  await until(async () => (await fetch(`${url}/health`)).ok, {
    within: 60_000,
    saying: () => `influxd to answer:\n${program.lines.slice(-20).join('\n')}`,
  });
  return { url, token: TOKEN, org: ORG, program, folder, stop: (signal) => program.stop(signal) };
}

async function setUp(url: string): Promise<void> {
  const response = await fetch(`${url}/api/v2/setup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      username: 'specs',
      password: 'password-of-the-specs',
      org: ORG,
      bucket: 'first',
      token: TOKEN,
    }),
  });
  if (!response.ok) throw new Error(`influxd could not be set up: ${await response.text()}`);
}
