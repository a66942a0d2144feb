import { describeWith, Program, type RunningServer } from '@clearwell/testkit';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { openBrowser, openScreen } from './browser.ts';
import { startClearwell } from './clearwell.ts';
import type { Screen } from './screen.ts';
import { testOnScreen } from './test-on-screen.ts';

const ROOT = join(import.meta.dirname, '../../..');
const STATIONS = 'docs/examples/stations.json';

/** The line of docs/STATIONS.md that runs the example, for a broker on another port. */
function commandInDocs(mqttUrl: string): string {
  const line = readFileSync(join(ROOT, 'docs/STATIONS.md'), 'utf8')
    .split('\n')
    .find((text) => text.startsWith('echo ') && text.includes('logger.py'));
  if (line === undefined) throw new Error('docs/STATIONS.md no longer says how to run the example');
  return line.replace(' 1883 ', ` ${new URL(mqttUrl).port} `);
}

describeWith('paho', 'the Python example', (python) => {
  describeWith('chromium', 'run as it is written', (chromium) => {
    let screen: Screen;
    let server: RunningServer;

    beforeAll(async () => {
      const start = startClearwell({ settings: { CLEARWELL_STATIONS: join(ROOT, STATIONS) } });
      const [started, browser] = await Promise.all([start, openBrowser(chromium)]);
      server = started;
      screen = await openScreen(browser);
      await screen.visit(server.url);
    });

    testOnScreen(
      'puts a reading on the map',
      () => screen,
      async (seen) => {
        await seen.becomes('zz-101', ['offline']);
        const path = [dirname(python), process.env['PATH'] ?? ''].join(delimiter);
        const example = new Program('sh', ['-c', commandInDocs(server.mqttUrl)], { cwd: ROOT, env: { PATH: path } });
        expect(await example.ended).toEqual({ code: 0, signal: null });
        await seen.becomes('zz-101', ['normal']);
        await seen.marker('zz-101').click();
        expect(await seen.drawer.textContent()).toContain('0.31');
      },
    );
  });
});
