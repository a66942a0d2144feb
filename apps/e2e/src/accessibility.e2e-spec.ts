import { describeWith, type RunningServer } from '@clearwell/testkit';
import { findViolations } from './axe-check.ts';
import { DESK, NARROWEST, openBrowser, openScreen, PHONE } from './browser.ts';
import { DEMO, startClearwell } from './clearwell.ts';
import { openPublisher } from './publisher.ts';
import type { Screen } from './screen.ts';
import { testOnScreen } from './test-on-screen.ts';

describeWith('chromium', 'the page for everyone', (chromium) => {
  let server: RunningServer;
  let screen: Screen;

  beforeAll(async () => {
    const start = startClearwell({ settings: DEMO, args: ['--demo'] });
    const [started, browser] = await Promise.all([start, openBrowser(chromium)]);
    server = started;
    screen = await openScreen(browser);
    await screen.visit(server.url);
    await screen.becomes('zz-017', ['normal'], 30_000);
    const publish = await openPublisher(server.mqttUrl);
    await publish('clearwell/v1/zz/zz-017/readings', { sampledAt: Date.now(), values: { turbidity: 6.2 } });
    await screen.becomes('zz-017', ['exceedance']);
  }, 60_000);

  const onMap = (title: string, work: (seen: Screen) => Promise<void>): void => {
    testOnScreen(title, () => screen, work);
  };

  const press = (seen: Screen, key: string): Promise<void> => seen.page.keyboard.press(key);

  async function openByKey(seen: Screen, station: string): Promise<void> {
    await seen.marker(station).focus();
    await press(seen, 'Enter');
    await seen.page.locator(`[data-drawer="${station}"]`).waitFor();
  }

  describe.each([
    { window: 'a desk by day', viewport: DESK, colorScheme: 'light' },
    { window: 'a phone by night', viewport: PHONE, colorScheme: 'dark' },
  ] as const)('in the window of $window axe finds nothing against', ({ viewport, colorScheme }) => {
    onMap('the map in Chinese', async (seen) => {
      await seen.page.setViewportSize(viewport);
      await seen.page.emulateMedia({ colorScheme });
      await seen.visit(server.url, '?lang=zh');
      expect(await findViolations(seen.page)).toEqual([]);
    });

    onMap('the open drawer in Chinese', async (seen) => {
      await openByKey(seen, 'zz-017');
      await seen.page.locator('.drawer canvas').first().waitFor();
      expect(await findViolations(seen.page)).toEqual([]);
    });

    onMap('the open drawer in English', async (seen) => {
      await seen.languageSwitch.click();
      expect(await findViolations(seen.page)).toEqual([]);
    });

    onMap('the map in English', async (seen) => {
      await press(seen, 'Escape');
      await seen.drawer.waitFor({ state: 'detached' });
      expect(await findViolations(seen.page)).toEqual([]);
      expect(await seen.focusedStation()).toBe('zz-017');
    });
  });

  describe('by keyboard alone', () => {
    beforeAll(async () => {
      await screen.page.setViewportSize(DESK);
      await screen.visit(server.url);
    });

    onMap('the map is one stop on the way through the page', async (seen) => {
      await seen.marker('zz-017').click();
      await press(seen, 'Escape');
      await press(seen, 'Tab');
      expect(await seen.focusIsInMap()).toBe(false);
      await press(seen, 'Shift+Tab');
      expect(await seen.focusedStation()).toBe('zz-017');
      await press(seen, 'Shift+Tab');
      expect(await seen.focusIsInMap()).toBe(false);
    });

    onMap('an arrow leads to the next marker on that side, and back', async (seen) => {
      await seen.marker('zz-017').focus();
      const from = await seen.placeOf('zz-017');
      await press(seen, 'ArrowLeft');
      const next = (await seen.focusedStation()) ?? '';
      expect((await seen.placeOf(next)).x).toBeLessThan(from.x);
      await press(seen, 'ArrowRight');
      expect((await seen.placeOf((await seen.focusedStation()) ?? '')).x).toBeGreaterThan((await seen.placeOf(next)).x);
    });

    onMap('Enter opens a station, and Escape closes it and gives the focus back', async (seen) => {
      await openByKey(seen, 'zz-017');
      expect(await seen.focusIsInMap()).toBe(false);
      await press(seen, 'Escape');
      await seen.drawer.waitFor({ state: 'detached' });
      expect(await seen.focusedStation()).toBe('zz-017');
    });
  });

  const views = { map: '', list: '?view=list', drawer: '?station=zz-017' };
  for (const [view, query] of Object.entries(views)) {
    onMap(`the ${view} needs no sideways scrolling in a window of 320 pixels`, async (seen) => {
      await seen.page.setViewportSize(NARROWEST);
      await seen.visit(server.url, query);
      expect(await seen.overflow()).toBe(0);
    });
  }
});
