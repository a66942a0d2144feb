import { describeWith, until } from '@clearwell/testkit';
import { openBrowser, openScreen } from './browser.ts';
import { DEMO, startClearwell } from './clearwell.ts';
import type { Screen } from './screen.ts';
import { testOnScreen } from './test-on-screen.ts';

/** Simulated seconds in a second: a station, which samples every 10 minutes, does so every 2.5 s. */
const RATE = 240;

/** Late enough that the page is open before: 10 s after the server's clock starts. */
const SCENARIO = 'turbidity-spike@zz-017+40m';

describeWith('chromium', 'the live map of the simulated city', (chromium) => {
  let screen: Screen;

  beforeAll(async () => {
    const settings = { ...DEMO, CLEARWELL_CLOCK_RATE: String(RATE), CLEARWELL_DEMO_SCENARIO: SCENARIO };
    const start = startClearwell({ settings, args: ['--demo'] });
    const [server, browser] = await Promise.all([start, openBrowser(chromium)]);
    screen = await openScreen(browser);
    await screen.visit(server.url);
  });

  const onMap = (title: string, work: (seen: Screen) => Promise<void>): void => {
    testOnScreen(title, () => screen, work);
  };

  onMap('shows a marker and a row for each of the 48 stations', async ({ markers, page }) => {
    expect(await markers.count()).toBe(48);
    expect(await page.locator('.row[data-station]').count()).toBe(48);
  });

  onMap('says that the clock is simulated, and how fast it runs', async ({ page }) => {
    expect(await page.locator('.clock').textContent()).toContain(`模拟时钟 ×${RATE}`);
  });

  onMap('turns marker, row and counter when the water of a station goes beyond a limit', async (seen) => {
    await seen.becomes('zz-017', ['normal']);
    const before = await seen.count('exceedance');
    await seen.becomes('zz-017', ['exceedance'], 15_000);
    await until(async () => (await seen.row('zz-017').getAttribute('data-status')) === 'exceedance', {
      within: 1_000,
      saying: 'the row to say exceedance',
    });
    expect(await seen.count('exceedance')).toBe(before + 1);
  });
});
