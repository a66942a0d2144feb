import { HEARTBEAT_MS } from '@clearwell/contracts';
import { describeWith, until, type RunningServer } from '@clearwell/testkit';
import { openBrowser, openScreen } from './browser.ts';
import { startClearwell } from './clearwell.ts';
import { openPublisher } from './publisher.ts';
import type { Screen } from './screen.ts';
import { writeStations } from './stations-file.ts';
import { testOnScreen } from './test-on-screen.ts';

const turbidity = (value: number): Record<string, unknown> => ({
  sampledAt: Date.now(),
  values: { turbidity: value },
});

const beijing = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', timeStyle: 'medium' });

/** The city's clock at each second of the last `span` ms before `at`. */
function secondsBefore(at: number, span: number): string[] {
  const seconds = Math.ceil(span / 1_000) + 1;
  return Array.from({ length: seconds }, (_, back) => beijing.format(at - back * 1_000));
}

describeWith('chromium', 'a server that is killed', (chromium) => {
  let screen: Screen;
  let server: RunningServer;
  let killedAt = 0;
  let before: Awaited<ReturnType<Screen['looks']>>;

  beforeAll(async () => {
    const settings = { CLEARWELL_STATIONS: writeStations(['zz-001', 'zz-002', 'zz-003']) };
    const [started, browser] = await Promise.all([startClearwell({ settings }), openBrowser(chromium)]);
    server = started;
    screen = await openScreen(browser);
    // So that nobody waits for seconds that only pass.
    await screen.page.clock.install();
    await screen.visit(server.url);
    const publish = await openPublisher(server.mqttUrl);
    await publish('clearwell/v1/zz/zz-001/readings', turbidity(6.2));
    await publish('clearwell/v1/zz/zz-002/readings', turbidity(0.2));
    await screen.becomes('zz-002', ['normal']);
    before = await screen.looks();
  });

  const onMap = (title: string, work: (seen: Screen) => Promise<void>): void => {
    testOnScreen(title, () => screen, work);
  };

  const pillSays = (seen: Screen, what: RegExp): Promise<string> =>
    until(async () => what.exec((await seen.pill.textContent()) ?? '')?.[0], { saying: `a pill like ${String(what)}` });

  onMap('is missed at once', async (seen) => {
    killedAt = Date.now();
    await server.program.kill();
    await pillSays(seen, /重连中…/);
  });

  onMap('leaves the map with the time of its data, after ten seconds', async (seen) => {
    await seen.page.clock.fastForward(10_000);
    const time = (await pillSays(seen, /已断开，数据截至 \d\d:\d\d:\d\d/)).slice(-8);
    expect(secondsBefore(killedAt, HEARTBEAT_MS)).toContain(time);
    expect(await seen.page.locator('.strip').textContent()).toContain(time);
    expect(await seen.looks()).toEqual(before);
  });

  onMap('is found again without a reload, and has kept what it acknowledged', async (seen) => {
    await seen.page.evaluate(`window.isSamePage = true`);
    server = await startClearwell({ after: server });
    await seen.isLive();
    expect(await seen.page.evaluate<boolean>(`window.isSamePage`)).toBe(true);
    expect(await seen.looks()).toEqual(before);
    expect(before).toEqual({ 'zz-001': ['exceedance'], 'zz-002': ['normal'], 'zz-003': ['offline'] });
  });

  onMap('brings new readings to the page it found', async (seen) => {
    const publish = await openPublisher(server.mqttUrl);
    await publish('clearwell/v1/zz/zz-002/readings', turbidity(6.2));
    await seen.becomes('zz-002', ['exceedance']);
  });
});
