import { buildStation, describeWith, until } from '@clearwell/testkit';
import { stationId, type Station } from '@clearwell/water-quality';
import { openBrowser, openScreen } from './browser.ts';
import { startClearwell } from './clearwell.ts';
import { openPublisher, type Publish } from './publisher.ts';
import type { Screen } from './screen.ts';
import { writeStations } from './stations-file.ts';
import { testOnScreen } from './test-on-screen.ts';

const added: Station = buildStation({
  id: stationId('zz-003'),
  name: { zh: '河屿路', en: 'Heyu Road' },
  position: { lat: 34.76, lon: 113.62 },
});

describeWith('chromium', 'a station changed while a page is open', (chromium) => {
  let screen: Screen;
  let publish: Publish;
  let url: string;

  beforeAll(async () => {
    const start = startClearwell({ settings: { CLEARWELL_STATIONS: writeStations(['zz-001', 'zz-002']) } });
    const [server, browser] = await Promise.all([start, openBrowser(chromium)]);
    ({ url } = server);
    [screen, publish] = await Promise.all([openScreen(browser), openPublisher(server.mqttUrl)]);
    await publish('clearwell/v1/zz/zz-003/readings', { sampledAt: Date.now(), values: { turbidity: 6.2 } });
    await screen.visit(url);
  });

  const onMap = (title: string, work: (seen: Screen) => Promise<void>): void => {
    testOnScreen(title, () => screen, work);
  };

  const send = async (method: string, path: string, body: object, tag = '*'): Promise<void> => {
    const headers = { 'content-type': 'application/json', 'if-match': tag };
    const answer = await fetch(`${url}/api/${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
  };

  const shown = async (count: number): Promise<void> => {
    const counts = async () => [await screen.markers.count(), await screen.page.locator('.row[data-station]').count()];
    await until(async () => (await counts()).every((one) => one === count), { saying: `${String(count)} stations` });
  };

  onMap('appears with the readings that waited for it', async (seen) => {
    await shown(2);
    await send('POST', 'stations', added);
    await shown(3);
    await seen.becomes('zz-003', ['exceedance']);
    expect(await seen.row('zz-003').textContent()).toContain('河屿路');
  });

  onMap('takes its new name and place', async (seen) => {
    const before = await seen.placeOf('zz-003');
    const changed = { ...added, name: { zh: '湖心路', en: 'Huxin Road' }, position: { lat: 34.75, lon: 113.63 } };
    await send('PUT', 'stations/zz-003', changed, '"1"');
    await until(async () => (await seen.row('zz-003').textContent())?.includes('湖心路'), { saying: 'the new name' });
    await until(async () => (await seen.placeOf('zz-003')).x !== before.x, { saying: 'the new place' });
  });

  onMap('far from the others is left out of the view, and reached by the button that says so', async (seen) => {
    await send('POST', 'stations', { ...added, id: 'zz-004', position: { lat: 39.3, lon: 113.6 } });
    await seen.page.reload();
    await shown(4);
    const distance = async () => Math.abs((await seen.placeOf('zz-002')).x - (await seen.placeOf('zz-001')).x);
    expect(await distance()).toBeGreaterThan(100);
    await seen.page.locator('.map__far').click();
    const isInSight = async () => {
      const { y } = await seen.placeOf('zz-004');
      return y > 0 && y < 900;
    };
    await until(isInSight, { saying: 'the far station in sight' });
    await seen.page.keyboard.press('Escape');
    await send('POST', 'stations/zz-004/retire', {});
    await shown(3);
  });

  onMap('leaves map, list and counters when it is retired', async (seen) => {
    expect(await seen.count('exceedance')).toBe(1);
    await send('POST', 'stations/zz-003/retire', {});
    await shown(2);
    await until(async () => (await seen.count('exceedance')) === 0, { saying: 'no station in exceedance' });
  });
});
