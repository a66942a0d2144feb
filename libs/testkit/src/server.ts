import { join, resolve } from 'node:path';
import { freePort } from './ports.ts';
import { startNode, type Program } from './process.ts';
import { temporaryFolder } from './temp.ts';

const BUILT_SERVER = resolve(import.meta.dirname, '../../../apps/server/dist/main.js');

/** On a machine with much else to do a start takes many times its second; one that fails ends, and is noticed at once. */
const READY_WITHIN = 60_000;

export interface ServerOptions {
  /** `CLEARWELL_…` settings; ports and the data folder have defaults of their own. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** A server that ran before: the same data and ports. */
  readonly after?: RunningServer;
}

export interface RunningServer {
  readonly program: Program;
  readonly url: string;
  readonly mqttUrl: string;
  readonly data: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** None of the settings this process was started with. */
const noInherited = (): Record<string, undefined> =>
  Object.fromEntries(
    Object.keys(process.env).flatMap((name) => (name.startsWith('CLEARWELL_') ? [[name, undefined]] : [])),
  );

/** Runs the built server as it is, whether it will start or not. */
export const runServer = (settings: Readonly<Record<string, string>>, args: readonly string[] = []): Program =>
  startNode(BUILT_SERVER, args, { env: { ...noInherited(), ...settings } });

const OPEN_TO_SPECS = { CLEARWELL_ANONYMOUS: 'true', CLEARWELL_LOCAL_PROGRAMS: 'true' } as const;

/** Starts the built server on free ports with data of its own, and waits until it is ready. */
export async function startServer({ settings = {}, args = [], after }: ServerOptions = {}): Promise<RunningServer> {
  const data = after?.data ?? join(temporaryFolder(), 'data');
  const own = after?.settings ?? {
    CLEARWELL_DATA: data,
    CLEARWELL_HTTP_PORT: String(await freePort()),
    CLEARWELL_MQTT_PORT: String(await freePort()),
    // Specs publish without an account, unless they are about accounts.
    ...(settings['CLEARWELL_MQTT_ACCOUNTS'] === undefined && { CLEARWELL_MQTT_ANONYMOUS: 'true' }),
    // They look and act without signing in, too, unless they are about that.
    ...(settings['CLEARWELL_HOST'] === undefined && OPEN_TO_SPECS),
  };
  const all = { ...own, ...settings };
  const program = runServer(all, args);
  await program.line(/Clearwell is ready/, READY_WITHIN);
  return {
    program,
    url: `http://127.0.0.1:${all['CLEARWELL_HTTP_PORT'] ?? ''}`,
    mqttUrl: `mqtt://127.0.0.1:${all['CLEARWELL_MQTT_PORT'] ?? ''}`,
    data,
    settings: all,
  };
}
