import { alertDetailSchema, alertListSchema, type AlertDetail } from '@clearwell/contracts/alerts';
import { makeCity } from '@clearwell/firmware-sim';
import { describeWith, startSimulatedCity, until, type RunningServer } from '@clearwell/testkit';
import { openBrowser, openScreen, PHONE } from './browser.ts';
import type { Screen } from './screen.ts';
import { testOnScreen } from './test-on-screen.ts';

/** The hour without a connection lasts 30 s, and 20 of them are silence. */
const CLOCK = { start: Date.UTC(2026, 4, 6, 4), rate: 120 };
const STATION = 'zz-003';
/** A slug of 2½ hours is at its height when the link is lost, and still there when it is back. */
const SCENARIOS = ['--scenario', `contamination@${STATION}+5m`, '--scenario', `link-outage@${STATION}+50m`];
/** Long enough for what comes next in the city, on a machine with other work. */
const SOON = 60_000;

const RED = 'rgb(179, 0, 27)';

describeWith('chromium', 'a lost link in the middle of an exceedance', (chromium) => {
  let server: RunningServer;
  let map: Screen;
  let list: Screen;
  let page: Screen;
  let id = '';

  async function detail(): Promise<AlertDetail> {
    return alertDetailSchema.parse(await (await fetch(`${server.url}/api/alerts/${id}`)).json());
  }

  /** The red one of the limit that the slug breaks. */
  async function findAlert(): Promise<string | undefined> {
    const { alerts } = alertListSchema.parse(await (await fetch(`${server.url}/api/alerts`)).json());
    return alerts.find(({ kind, level }) => kind === 'limit' && level === 'red')?.id;
  }

  const row = () => list.page.locator(`.entry[data-alert="${id}"]`);
  const outline = () => map.marker(STATION).locator('.shape__unverified');

  beforeAll(async () => {
    const { stations } = makeCity({ seed: 1, stations: 3 });
    const city = await startSimulatedCity(stations, CLOCK, { days: 1, everyday: 'off', seed: 1 });
    server = city.server;
    city.simulate(...SCENARIOS);
    const browser = await openBrowser(chromium);
    [map, list, page] = await Promise.all([openScreen(browser), openScreen(browser, PHONE), openScreen(browser)]);
    id = await until(findAlert, { within: SOON, saying: 'a red alert of the contamination' });
    await Promise.all([
      map.visit(server.url, '?lang=zh'),
      list.page.goto(`${server.url}/alerts?lang=zh`),
      page.page.goto(`${server.url}/alerts/${id}?lang=zh`),
    ]);
  }, 2 * SOON);

  const onMap = (title: string, work: (seen: Screen) => Promise<void>) => testOnScreen(title, () => map, work, SOON);
  const onList = (title: string, work: (seen: Screen) => Promise<void>) => testOnScreen(title, () => list, work);
  const onPage = (title: string, work: (seen: Screen) => Promise<void>) => testOnScreen(title, () => page, work, SOON);

  onMap('leaves the marker in the colour of the alert, in a dashed outline', async (seen) => {
    await seen.becomes(STATION, ['exceedance'], SOON);
    await seen.becomes(STATION, ['exceedance', 'unverified'], SOON);
    expect(await seen.markerStyle(STATION, '.shape__unverified', 'stroke')).toBe(RED);
    expect(await seen.markerStyle(STATION, '.shape__unverified', 'stroke-dasharray')).toMatch(/^[\d.]+px, [\d.]+px$/);
    expect(await seen.markerStyle(STATION, '.shape__unverified', 'fill')).toBe('none');
    expect(await seen.markerStyle(STATION, '.shape__body', 'fill')).toBe(RED);
    expect(await seen.marker(STATION).locator('.marker__caption').textContent()).toMatch(/^\d+ 分钟前 · 未核实$/);
    expect(await detail()).toMatchObject({ condition: 'unverified', handling: 'new', unheard: [STATION] });
  });

  onList('says so in the list, and since when', async (seen) => {
    await row().locator('.mark--unverified').waitFor();
    expect(await row().textContent()).toMatch(/\d\d:\d\d 起无数据，未核实/);
    expect(await row().locator('.mark--unverified').textContent()).toBe('未核实');
    expect(await row().locator('.shape--exceedance .shape__unverified').count()).toBe(1);
    expect(await seen.overflow()).toBe(0);
  });

  onPage('says so on the page of the alert, until its backfill has verified it', async (seen) => {
    await seen.page.locator('[data-what="unverified"]').waitFor();
    expect(await seen.page.locator('.head__unverified').textContent()).toMatch(/^\d\d:\d\d 起无数据，状态未核实$/);
    expect(await seen.page.locator('.head .shape--exceedance .shape__unverified').count()).toBe(1);
    await seen.page.locator('[data-what="verified"]').waitFor({ timeout: SOON });
    expect(await seen.page.locator('[data-what="verified"]').textContent()).toContain('数据恢复，得到核实');
    await seen.page.locator('.head__unverified').waitFor({ state: 'detached' });
    await seen.page.locator('.head .mark--active').waitFor();
    const { condition, unverifiedSince, timeline } = await detail();
    expect([condition, unverifiedSince]).toEqual(['active', null]);
    // What holds a notice back may change with it, too, by the clock.
    const verifying = timeline.map(({ what }) => what).filter((what) => what.endsWith('verified'));
    expect(verifying).toEqual(['unverified', 'verified']);
  });

  onMap('makes the marker solid again', async (seen) => {
    await seen.becomes(STATION, ['exceedance'], SOON);
    expect(await outline().count()).toBe(0);
    await row().locator('.mark--active').waitFor();
    expect(await row().textContent()).not.toContain('未核实');
  });
});
