import { describeWith, until } from '@clearwell/testkit';
import { findViolations } from './axe-check.ts';
import { openBrowser, openScreen } from './browser.ts';
import { startClearwell } from './clearwell.ts';
import { openPublisher } from './publisher.ts';
import type { Screen } from './screen.ts';
import { testOnScreen } from './test-on-screen.ts';

describeWith('chromium', 'the page of the register', (chromium) => {
  let screen: Screen;

  beforeAll(async () => {
    const start = startClearwell({ settings: { CLEARWELL_DEMO_ACCOUNTS: 'true' } });
    const [server, browser] = await Promise.all([start, openBrowser(chromium)]);
    screen = await openScreen(browser);
    const publish = await openPublisher(server.mqttUrl);
    for (const id of ['zz-301', 'zz-302'])
      await publish(`clearwell/v1/zz/${id}/readings`, { sampledAt: Date.now(), values: { ph: 7, turbidity: 0.2 } });
    await screen.page.goto(`${server.url}/admin/stations?lang=en`);
    await screen.page.getByRole('link', { name: 'Sign in' }).last().click();
    await screen.page.getByRole('button', { name: /^Maintainer/ }).click();
  });

  const onPage = (title: string, work: (seen: Screen) => Promise<void>): void => {
    testOnScreen(title, () => screen, work);
  };

  const waiting = (seen: Screen, id: string) => seen.page.locator(`[data-waiting="${id}"]`);
  const inService = (seen: Screen) => seen.page.locator('.admin__row[data-station]');
  const notice = async (seen: Screen, saying: RegExp): Promise<void> => {
    const said = async () => (await seen.page.locator('.admin__notice').textContent()) ?? '';
    await until(async () => saying.test(await said()), { saying: `the page to say ${String(saying)}` });
  };

  onPage('shows who waits, and what they measure', async (seen) => {
    await waiting(seen, 'zz-301').waitFor();
    expect(await waiting(seen, 'zz-301').textContent()).toMatch(/1 message[^]*pH · Turbidity/);
    expect(await findViolations(seen.page)).toEqual([]);
  });

  onPage('adopts a station', async (seen) => {
    const row = waiting(seen, 'zz-301');
    await row.getByRole('button', { name: 'Fill in' }).click();
    const fields = { 'Name (Chinese)': '河屿路', 'Name (English)': 'Heyu Road', 'District (Chinese)': '河屿' };
    const rest = { 'District (English)': 'Heyu', 'Latitude (WGS-84)': '34.76', 'Longitude (WGS-84)': '113.66' };
    for (const [label, value] of Object.entries({ ...fields, ...rest, 'Sampling interval (s)': '600' }))
      await row.getByLabel(label).fill(value);
    await row.getByLabel('Site type').selectOption('pipe_end');
    expect(await findViolations(seen.page)).toEqual([]);
    await row.getByRole('button', { name: 'Adopt zz-301' }).click();
    await notice(seen, /zz-301 is registered/);
    await inService(seen).first().waitFor();
    expect(await inService(seen).textContent()).toMatch(/zz-301[^]*Heyu Road[^]*Pipe end/);
    await row.waitFor({ state: 'detached' });
  });

  onPage('dismisses who is not wanted, when it is sure', async (seen) => {
    await waiting(seen, 'zz-302').getByRole('button', { name: 'Dismiss' }).click();
    await waiting(seen, 'zz-302').getByRole('button', { name: 'Cancel' }).click();
    await waiting(seen, 'zz-302').getByRole('button', { name: 'Dismiss' }).click();
    await waiting(seen, 'zz-302').getByRole('button', { name: 'Really dismiss' }).click();
    await notice(seen, /zz-302 is dismissed/);
    await waiting(seen, 'zz-302').waitFor({ state: 'detached' });
  });

  onPage('retires a station', async (seen) => {
    await inService(seen).getByRole('button', { name: 'Retire' }).click();
    await inService(seen).getByRole('button', { name: 'Really retire' }).click();
    await notice(seen, /zz-301 is retired/);
    await inService(seen).waitFor({ state: 'detached' });
  });
});
