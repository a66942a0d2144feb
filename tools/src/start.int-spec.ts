import { atTheEnd, freePort, temporaryFolder, until } from '@clearwell/testkit';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from './run-node.ts';

interface Started {
  readonly npm: ChildProcess;
  readonly printed: () => string;
  readonly url: string;
}

/** `npm start` as a terminal runs it: in a process group of its own. */
async function npmStart(): Promise<Started> {
  const httpPort = String(await freePort());
  const settings = {
    CLEARWELL_DATA: join(temporaryFolder(), 'data'),
    CLEARWELL_HTTP_PORT: httpPort,
    CLEARWELL_MQTT_PORT: String(await freePort()),
    CLEARWELL_DEMO_STATIONS: '3',
    CLEARWELL_DEMO_DAYS: '0.1',
    CLEARWELL_DEMO_EVERYDAY: 'false',
  };
  const npm = spawn('npm', ['start'], { cwd: ROOT, env: { ...process.env, ...settings }, detached: true });
  let text = '';
  for (const stream of [npm.stdout, npm.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  atTheEnd(() => {
    if (npm.exitCode === null && npm.pid !== undefined) process.kill(-npm.pid, 'SIGKILL');
  });
  const printed = () => text;
  await until(() => text.includes('history filled'), { within: 60_000, saying: () => `the history:\n${text}` });
  return { npm, printed, url: `http://127.0.0.1:${httpPort}` };
}

const isGone = async (url: string): Promise<boolean> =>
  fetch(url).then(
    () => false,
    () => true,
  );

describe('npm start', () => {
  it.each([
    ['SIGTERM to npm alone', (npm: ChildProcess) => npm.kill('SIGTERM')],
    ['Ctrl-C, which reaches the whole group', (npm: ChildProcess) => process.kill(-(npm.pid ?? 0), 'SIGINT')],
  ])(
    'runs the page and the stations, and stops them in order at %s',
    async (_, interrupt) => {
      const { npm, printed, url } = await npmStart();
      expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'ok', stations: 3 });
      expect((await fetch(url)).headers.get('content-type')).toMatch(/html/);
      const ended = once(npm, 'close');
      interrupt(npm);
      await ended;
      expect(await isGone(url)).toBe(true);
      expect(printed()).toMatch(/Stopping[^]*stopped; 0 readings wait[^]*everything acknowledged is stored/);
    },
    90_000,
  );
});
