import { describeWith, until } from '@clearwell/testkit';
import { findViolations } from './axe-check.ts';
import { DESK, NARROWEST, openBrowser, openScreen, PHONE } from './browser.ts';
import { DEMO, startClearwell } from './clearwell.ts';
import { openPublisher } from './publisher.ts';
import type { Screen } from './screen.ts';
import { testOnScreen } from './test-on-screen.ts';

describeWith('chromium', 'the page of counters', (chromium) => {
  let screen: Screen;
  let url: string;
  let publish: Awaited<ReturnType<typeof openPublisher>>;

  beforeAll(async () => {
    const start = startClearwell({ settings: DEMO, args: ['--demo'] });
    const [server, browser] = await Promise.all([start, openBrowser(chromium)]);
    ({ url } = server);
    screen = await openScreen(browser);
    publish = await openPublisher(server.mqttUrl);
    await screen.visit(url, '?lang=en');
  });

  const onPage = (title: string, work: (seen: Screen) => Promise<void>): void => {
    testOnScreen(title, () => screen, work);
  };

  const figure = (seen: Screen, name: string) => seen.page.locator(`[data-figure="${name}"] .figure__value`);
  const numberOf = async (seen: Screen, name: string): Promise<number> =>
    Number(((await figure(seen, name).textContent()) ?? '').replaceAll(',', ''));

  onPage('is one link away from the map', async (seen) => {
    await seen.page.getByRole('link', { name: 'Counters' }).click();
    await figure(seen, 'stored').waitFor();
    await until(async () => (await numberOf(seen, 'stored')) > 1_000, { saying: 'the stored readings to be counted' });
    expect(await figure(seen, 'commit').textContent()).toMatch(/half within [\d.,]+ ms, 99 % within [\d.,]+ ms/);
    expect(await seen.page.locator('[data-figure="backlog"]').count()).toBe(0);
  });

  onPage('counts a bad message with its reason, without being asked again', async (seen) => {
    const before = await numberOf(seen, 'rejected');
    await publish('clearwell/v1/zz/zz-017/readings', { sampledAt: Date.now(), values: { turbidity: 'murky' } });
    await publish('clearwell/v1/zz/zz-017/readings', { sampledAt: Date.now(), values: { nonsense: 1 } });
    await seen.page.locator('[data-reason="unknown_channel"]').waitFor();
    await until(async () => (await numberOf(seen, 'rejected')) === before + 2, { saying: 'both to be counted' });
    const newest = (await seen.page.locator('[data-rejection]').first().textContent()) ?? '';
    expect(newest).toMatch(/Station has no such channel[^]*zz-017[^]*nonsense/);
  });

  describe.each([
    { window: 'a desk by day', viewport: DESK, colorScheme: 'light' },
    { window: 'a phone by night', viewport: PHONE, colorScheme: 'dark' },
  ] as const)('in the window of $window', ({ viewport, colorScheme }) => {
    for (const language of ['zh', 'en']) {
      onPage(`axe finds nothing against it in ${language}`, async (seen) => {
        await seen.page.setViewportSize(viewport);
        await seen.page.emulateMedia({ colorScheme });
        await seen.page.goto(`${url}/counters?lang=${language}`);
        await seen.page.locator('[data-rejection]').first().waitFor();
        expect(await findViolations(seen.page)).toEqual([]);
      });
    }
  });

  onPage('it needs no sideways scrolling in a window of 320 pixels', async (seen) => {
    await seen.page.setViewportSize(NARROWEST);
    expect(await seen.overflow()).toBe(0);
  });
});
