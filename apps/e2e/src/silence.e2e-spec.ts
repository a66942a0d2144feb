import { stateSchema } from '@clearwell/contracts';
import { describeWith, until, type RunningServer } from '@clearwell/testkit';
import { MINUTE } from '@clearwell/water-quality';
import { openBrowser, openScreen } from './browser.ts';
import { startClearwell } from './clearwell.ts';
import { openPublisher } from './publisher.ts';
import type { Screen } from './screen.ts';
import { writeStations } from './stations-file.ts';
import { testOnScreen } from './test-on-screen.ts';

/** A station that samples each simulated minute is stale after 3 s of silence, and offline after 9 s. */
const RATE = 40;

async function serverTime({ url }: RunningServer): Promise<number> {
  const answer = await fetch(`${url}/api/state`);
  return stateSchema.parse(await answer.json()).clock.now;
}

describeWith('chromium', 'silence', (chromium) => {
  let screen: Screen;
  let server: RunningServer;

  beforeAll(async () => {
    const stations = writeStations(['zz-001', 'zz-002'], { intervalMs: MINUTE });
    const settings = { CLEARWELL_CLOCK_RATE: String(RATE), CLEARWELL_STATIONS: stations };
    const [started, browser] = await Promise.all([startClearwell({ settings }), openBrowser(chromium)]);
    server = started;
    screen = await openScreen(browser);
    await screen.visit(server.url);
  });

  const onMap = (title: string, work: (seen: Screen) => Promise<void>): void => {
    testOnScreen(title, () => screen, work);
  };

  onMap('turns an ordinary station stale and then offline', async (seen) => {
    const publish = await openPublisher(server.mqttUrl);
    const sampledAt = await serverTime(server);
    await publish('clearwell/v1/zz/zz-001/readings', { sampledAt, values: { turbidity: 6.2 } });
    await publish('clearwell/v1/zz/zz-002/readings', { sampledAt, values: { turbidity: 0.2 } });
    await seen.becomes('zz-001', ['exceedance']);
    await seen.becomes('zz-002', ['normal']);
    await seen.becomes('zz-002', ['stale']);
    await seen.becomes('zz-002', ['offline'], 15_000);
  });

  onMap('leaves an exceedance as it is, unverified', async (seen) => {
    expect(await seen.look('zz-001')).toEqual(['exceedance', 'unverified']);
    expect(await seen.marker('zz-001').getAttribute('aria-label')).toContain('未核实');
    await seen.marker('zz-001').click();
    expect(await seen.sentence.textContent()).toMatch(/^未核实：监测点无数据 \d+ 分钟，最后状态为超标：浊度 6\.20 NTU/);
  });

  onMap('of all stations is told in the top bar', async (seen) => {
    await until(async () => (await seen.pill.textContent())?.includes('无读数到达'), { saying: 'the pill to say so' });
  });

  onMap('leaves the alert of the exceedance open, unverified', async (seen) => {
    await seen.page.goto(`${server.url}/alerts?lang=en&level=red`);
    await seen.page.locator('.entry--red .mark--unverified').waitFor();
    expect(await seen.page.locator('.entry--red .shape__unverified').count()).toBe(1);
  });
});
