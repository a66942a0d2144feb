import { describeWith, until, type RunningServer } from '@clearwell/testkit';
import { MINUTE } from '@clearwell/water-quality';
import { findViolations } from './axe-check.ts';
import { DESK, openBrowser, openScreen, PHONE } from './browser.ts';
import { startClearwell } from './clearwell.ts';
import { openPublisher, type Publish } from './publisher.ts';
import type { Screen } from './screen.ts';
import { writeStations } from './stations-file.ts';
import { testOnScreen } from './test-on-screen.ts';

const ago = (minutes: number, turbidity: number): Record<string, unknown> => ({
  sampledAt: Date.now() - minutes * MINUTE,
  values: { turbidity },
});

/** One parameter alone is told of when it has been beyond its limit for half an hour. All in one: a station that had fallen silent is waited for. */
const TURBID = (): Record<string, unknown> => ({
  readings: [ago(46, 0.2), ...[31, 16, 1].map((minutes) => ago(minutes, 6.2))],
});

describeWith('chromium', 'an alert', (chromium) => {
  let server: RunningServer;
  let desk: Screen;
  let phone: Screen;
  let publish: Publish;
  let id = '';

  beforeAll(async () => {
    const settings = {
      CLEARWELL_STATIONS: writeStations(['zz-001', 'zz-002']),
      CLEARWELL_DEMO_ACCOUNTS: 'true',
      CLEARWELL_LOCAL_PROGRAMS: 'false',
    };
    const [started, browser] = await Promise.all([startClearwell({ settings }), openBrowser(chromium)]);
    server = started;
    [desk, phone] = await Promise.all([openScreen(browser, DESK), openScreen(browser, PHONE)]);
    await desk.visit(server.url, '?lang=zh');
    publish = await openPublisher(server.mqttUrl);
    await publish('clearwell/v1/zz/zz-002/readings', ago(46, 0.2));
    await desk.becomes('zz-002', ['stale']);
  });

  const onDesk = (title: string, work: (seen: Screen) => Promise<void>) => testOnScreen(title, () => desk, work);
  const onPhone = (title: string, work: (seen: Screen) => Promise<void>) => testOnScreen(title, () => phone, work);

  onDesk('is on the banner with its marker, in title, bell and list, and does not move the map', async (seen) => {
    await seen.page.locator('[aria-live="assertive"]').waitFor({ state: 'attached' });
    const before = await seen.placeOf('zz-002');
    await publish('clearwell/v1/zz/zz-001/readings', TURBID());
    await seen.becomes('zz-001', ['exceedance']);
    await seen.page.locator('.banner').waitFor({ timeout: 5_000 });
    id = (await seen.page.locator('.banner').getAttribute('data-alert')) ?? '';
    expect(await seen.page.locator('.banner').textContent()).toContain('浊度高于限值');
    expect(await seen.page.locator('[aria-live="assertive"]').textContent()).toContain('红色预警');
    expect(await seen.page.title()).toMatch(/^\(1\) /);
    expect(await seen.page.locator('link[rel="icon"]').getAttribute('href')).toBe('/favicon-alert.svg');
    expect(await seen.page.locator('.bar__bell .bell__count').textContent()).toMatch(/^1/);
    expect(await seen.page.locator('.row').first().getAttribute('data-station')).toBe('zz-001');
    expect((await seen.placeOf('zz-002')).x).toBeCloseTo(before.x, 0);
    expect(await findViolations(seen.page)).toEqual([]);
  });

  onDesk('stands in the list of alerts, and is only to be read by who has not signed in', async (seen) => {
    await seen.page.goto(`${server.url}/alerts?lang=zh`);
    await seen.page.locator(`[data-alert="${id}"] .mark--new`).waitFor();
    // As the bell counts.
    expect(await seen.page.getByRole('status').first().textContent()).toContain('：1 条待确认，');
    expect(await findViolations(seen.page)).toEqual([]);
    await seen.page.locator(`a[data-alert="${id}"]`).click();
    await seen.page.getByText('登录后可确认和处置').waitFor();
    await seen.page.locator('.span canvas').waitFor();
    // As the server tells it: the page by itself does not name the station.
    expect(await seen.page.locator('.reason').textContent()).toMatch(/^中山路：.*6\.20 NTU/);
    expect(await seen.page.locator('.acts__acknowledge').count()).toBe(0);
    expect(await seen.page.locator('[data-told="raised"]').textContent()).toMatch(
      /^\d\d:\d\d发出预警 → 值班员.*网页：已列入，打开即可见$/,
    );
    expect(await findViolations(seen.page)).toEqual([]);
  });

  onPhone('is acknowledged with one large button, which can be taken back', async (seen) => {
    await seen.page.goto(`${server.url}/login?lang=zh&next=/alerts/${id}?lang=zh`);
    await seen.page.locator('.door__demo').getByRole('button', { name: '值班员' }).click();
    const button = seen.page.locator('.acts__acknowledge');
    await button.waitFor();
    const box = await button.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(56);
    expect(box?.width).toBeGreaterThan(PHONE.width - 40);
    expect(await seen.overflow()).toBe(0);
    expect(await findViolations(seen.page)).toEqual([]);
    await button.click();
    await seen.page.getByRole('button', { name: '撤销' }).click();
    await button.waitFor();
  });

  onPhone('is acknowledged without a connection, and said to the server when it is back', async (seen) => {
    await seen.page.context().setOffline(true);
    await seen.page.locator('.acts__acknowledge').click();
    await seen.page.locator('[data-act="waiting"]').waitFor();
    await seen.page.context().setOffline(false);
    await seen.page.locator('[data-act="done"]').waitFor({ timeout: 20_000 });
    await seen.page.locator('[data-what="acknowledged"]').waitFor();
  });

  onDesk('is acknowledged on every other page too', async (seen) => {
    await seen.page.locator('.alert[data-handling="acknowledged"]').waitFor();
    expect(await seen.page.title()).not.toMatch(/^\(/);
    await seen.visit(server.url, '?lang=zh');
    expect(await seen.page.locator('.banner').count()).toBe(0);
    expect(await seen.page.locator('.marker__ring').count()).toBe(0);
    await until(async () => (await seen.page.locator('.bar__bell .bell__count').textContent())?.startsWith('0'), {
      saying: () => 'the bell to count none',
    });
  });

  onPhone('is closed only with a verdict and a cause', async (seen) => {
    await seen.page.getByRole('button', { name: '关闭', exact: true }).click();
    await seen.page.getByLabel('结论（必选）').selectOption('sensor_fault');
    await seen.page.getByRole('button', { name: '提交' }).click();
    expect(await seen.page.locator('.alert').getAttribute('data-handling')).toBe('acknowledged');
    await seen.page.getByLabel('原因（必填）').fill('探头进气泡');
    await seen.page.getByRole('button', { name: '提交' }).click();
    await seen.page.locator('.alert[data-handling="closed"]').waitFor();
    expect(await seen.page.locator('.head').textContent()).toContain('仪表故障 — 探头进气泡');
  });

  onDesk('counts in the page of precision by its verdict', async (seen) => {
    await seen.page.goto(`${server.url}/reports?lang=en`);
    await seen.page.getByRole('heading', { name: 'Precision of alerts' }).waitFor();
    await seen.page.getByRole('row', { name: /Turbidity above the limit 1 .* 1 1 0 0%/ }).waitFor();
    expect(await findViolations(seen.page)).toEqual([]);
  });
});
