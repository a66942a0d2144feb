import { describeWith } from '@clearwell/testkit';
import { openBrowser, openScreen } from './browser.ts';
import { DEMO, startClearwell } from './clearwell.ts';
import { openPublisher, type Publish } from './publisher.ts';
import type { Screen } from './screen.ts';
import { testOnScreen } from './test-on-screen.ts';

const TOPIC = 'clearwell/v1/zz/zz-017/readings';

/** Longest time from a publish to the marker, ms. */
const SOON = 2_000;

const turbidity = (value: number): Record<string, unknown> => ({
  sampledAt: new Date().toISOString(),
  values: { turbidity: value },
});

describeWith('chromium', 'a reading published by hand', (chromium) => {
  let screen: Screen;
  let publish: Publish;

  beforeAll(async () => {
    const start = startClearwell({ settings: DEMO, args: ['--demo'] });
    const [server, browser] = await Promise.all([start, openBrowser(chromium)]);
    [screen, publish] = await Promise.all([openScreen(browser), openPublisher(server.mqttUrl)]);
    await screen.visit(server.url);
    // Only then its history is there, and the reading published is its newest.
    await screen.becomes('zz-017', ['normal'], 15_000);
  });

  const onMap = (title: string, work: (seen: Screen) => Promise<void>): void => {
    testOnScreen(title, () => screen, work);
  };

  onMap('is a marker in exceedance within two seconds', async ({ page }) => {
    const turned = page.waitForSelector('.marker--exceedance[data-station="zz-017"]');
    const publishedAt = performance.now();
    await publish(TOPIC, turbidity(6.2));
    await turned;
    expect(performance.now() - publishedAt).toBeLessThan(SOON);
  });

  onMap('is told in one Chinese sentence, with its limit and the clause', async (seen) => {
    await seen.marker('zz-017').click();
    expect(await seen.sentence.textContent()).toMatch(
      /^浊度 6\.20 NTU，高于限值 1（GB 5749-2022 表1），自 \d\d:\d\d 起 1 次读数。$/,
    );
    expect(await seen.page.locator('html').getAttribute('lang')).toBe('zh-CN');
  });

  onMap('is told in English after the switch, and the page says its language', async (seen) => {
    await seen.languageSwitch.click();
    expect(await seen.sentence.textContent()).toMatch(
      /^Turbidity 6\.20 NTU, above the limit 1 \(GB 5749-2022 Table 1\), in 1 reading since \d\d:\d\d\.$/,
    );
    expect(await seen.page.locator('html').getAttribute('lang')).toBe('en');
  });

  onMap('is over after two ordinary ones', async (seen) => {
    await publish(TOPIC, turbidity(0.2));
    await publish(TOPIC, turbidity(0.2));
    await seen.becomes('zz-017', ['normal']);
  });
});
