import { decodeFrames, openCell, type FramesQuery } from '@clearwell/contracts/frames';
import { describeWith, until, type RunningServer } from '@clearwell/testkit';
import { HOUR, MINUTE } from '@clearwell/water-quality';
import { findViolations } from './axe-check.ts';
import { DESK, NARROWEST, openBrowser, openScreen, PHONE } from './browser.ts';
import { startClearwell } from './clearwell.ts';
import { openPublisher } from './publisher.ts';
import type { Look, Screen } from './screen.ts';
import { writeStations } from './stations-file.ts';
import { testOnScreen } from './test-on-screen.ts';

const DAY = '2026-11-20';
const SLOT = 10 * MINUTE;
const at = (time: string): number => Date.parse(`${DAY}T${time}+08:00`);

type View = FramesQuery['view'];

/** B is silent from here on… */
const SILENT_FROM = at('08:00');
/** …and sends all it has kept at this time. */
const BACK_AT = at('14:00');
const GOOD = { free_chlorine: 0.5, turbidity: 0.21 };
const BAD = { free_chlorine: 0.5, turbidity: 6.2 };
const STATIONS = ['zz-001', 'zz-002'] as const;

/** What B measured while nobody heard of it: two hours of turbid water. */
const valuesOfB = (time: number) => (time >= at('10:00') && time < at('12:00') ? BAD : GOOD);

/** Runs the server for a while, at a time of the past, with a station that speaks at that time. */
async function atTime(
  time: number,
  after: RunningServer | undefined,
  speak: (send: (station: string, sampledAt: number, more: object) => Promise<void>) => Promise<void>,
): Promise<RunningServer> {
  const settings = {
    CLEARWELL_CLOCK_START: new Date(time).toISOString(),
    ...(after === undefined ? { CLEARWELL_STATIONS: writeStations(STATIONS) } : {}),
  };
  const server = await startClearwell({ settings, ...(after === undefined ? {} : { after }) });
  const publish = await openPublisher(server.mqttUrl);
  await speak((station, sampledAt, more) =>
    publish(`clearwell/v1/zz/${station}/readings`, { sampledAt, values: GOOD, ...more }),
  );
  return server;
}

describeWith('chromium', 'a replay', (chromium) => {
  let server: RunningServer;
  let screen: Screen;

  beforeAll(async () => {
    const browser = openBrowser(chromium);
    server = await atTime(SILENT_FROM - 5 * MINUTE, undefined, async (send) => {
      for (const station of STATIONS) await send(station, SILENT_FROM - SLOT, {});
    });
    for (const time of [at('10:21'), at('10:41'), at('11:01'), at('11:21')]) {
      await server.program.stop();
      server = await atTime(time, server, (send) => send('zz-001', time - MINUTE, {}));
    }
    await server.program.stop();
    server = await atTime(BACK_AT + 5 * MINUTE, server, async (send) => {
      await send('zz-001', BACK_AT, {});
      for (let time = SILENT_FROM; time <= BACK_AT; time += SLOT) {
        await send('zz-002', time, { values: valuesOfB(time), historical: true });
      }
    });
    screen = await openScreen(await browser);
  }, 60_000);

  const onMap = (title: string, work: (seen: Screen) => Promise<void>): void => {
    testOnScreen(title, () => screen, work);
  };

  const press = (seen: Screen, key: string): Promise<void> => seen.page.keyboard.press(key);
  const linkTo = (time: string, view: View): string =>
    `?t=${DAY}T${time}+08:00&view=${view}&parameter=turbidity&lang=zh`;
  const pillSays = (seen: Screen, time: string): Promise<unknown> =>
    until(async () => (await seen.pill.textContent())?.includes(`回放 11-20 ${time}`), { saying: `a pill of ${time}` });

  /** What the API says of a station in a frame: how a marker looks, and the turbidity. */
  async function told(station: string, time: number, view: View): Promise<{ look: Look; turbidity: number | null }> {
    const answer = await fetch(`${server.url}/api/frames/${DAY}?parameter=turbidity&view=${view}`);
    const { head, cells, values } = decodeFrames(new Uint8Array(await answer.arrayBuffer()));
    const place = head.stations.findIndex(({ id }) => id === station);
    const i = place * head.frames + (time - head.from) / head.step;
    const { status, unverified, flag } = openCell(cells[i] ?? 0);
    const resolution = head.stations[place]?.resolution ?? NaN;
    const turbidity = flag === 0 ? null : Math.round((values[i] ?? 0) * resolution * 100) / 100;
    return { look: [status, ...(unverified ? ['unverified'] : [])], turbidity };
  }

  onMap('of an hour in a silence shows the station offline, as known then', async (seen) => {
    await seen.visitPast(server.url, linkTo('10:30', 'known'));
    for (let time = at('10:30'); time < at('11:30'); time += SLOT) {
      await pillSays(seen, clockText(time));
      const { look } = await told('zz-002', time, 'known');
      expect(look).toEqual(['offline']);
      await seen.becomes('zz-002', look);
      await seen.becomes('zz-001', (await told('zz-001', time, 'known')).look);
      await press(seen, ']');
    }
    expect((await told('zz-001', at('10:30'), 'known')).look).toEqual(['normal']);
    expect(await told('zz-002', at('08:20'), 'known')).toEqual({ look: ['stale'], turbidity: 0.21 });
  });

  onMap('of the same hour shows what it measured, as sampled, and that it came late', async (seen) => {
    await seen.visitPast(server.url, linkTo('10:30', 'sampled'));
    for (let time = at('10:30'); time < at('11:30'); time += SLOT) {
      await pillSays(seen, clockText(time));
      const { look, turbidity } = await told('zz-002', time, 'sampled');
      expect({ look, turbidity }).toEqual({ look: ['exceedance'], turbidity: 6.2 });
      await seen.becomes('zz-002', look);
      expect(await seen.row('zz-002').textContent()).toMatch(/浊度 6\.20 NTU.*补传/);
      await press(seen, ']');
    }
    expect(await seen.marker('zz-002').getAttribute('aria-label')).toContain('补传');
  });

  onMap('goes from one view to the other at the same moment', async (seen) => {
    await seen.visitPast(server.url, linkTo('11:00', 'sampled'));
    await seen.becomes('zz-002', ['exceedance']);
    await seen.page.locator('[data-view="known"]').click();
    await seen.becomes('zz-002', ['offline']);
    await pillSays(seen, '11:00');
    expect(seen.page.url()).toContain('view=known');
  });

  onMap('shows in the drawer the values of then', async (seen) => {
    await seen.visitPast(server.url, `${linkTo('11:00', 'sampled')}&station=zz-002`);
    const tile = seen.page.locator('.tile[data-channel="turbidity"] .tile__value');
    await until(async () => (await tile.textContent())?.includes('6.20'), { saying: 'the turbidity of then' });
    await press(seen, 'Escape');
    await seen.drawer.waitFor({ state: 'detached' });
    await pillSays(seen, '11:00');
  });

  onMap('tells ages in minutes before the moment that is shown', async (seen) => {
    await seen.visitPast(server.url, linkTo('10:30', 'sampled'));
    await seen.becomes('zz-001', ['normal']);
    await until(async () => (await seen.row('zz-001').textContent())?.includes('10 分钟前'), { saying: 'an age' });
  });

  onMap('says in the drawer which limit was broken then, and goes to a moment when one was', async (seen) => {
    await seen.visitPast(server.url, `${linkTo('11:00', 'sampled')}&station=zz-002`);
    await until(async () => /浊度高于限值 1（.*此刻 6\.20 NTU/.test((await seen.sentence.textContent()) ?? ''), {
      saying: 'the limit in the sentence',
    });
    await seen.page.locator('.drawer__late').waitFor();
    await seen.page.locator('.pill--replay').waitFor();
    await seen.page.locator('.raised button').last().click();
    await until(() => /T10:\d0/.test(seen.page.url()), { saying: 'the moment it was raised in the address' });
    await until(async () => /回放 11-20 10:\d0/.test((await seen.pill.textContent()) ?? ''), { saying: 'that moment' });
  });

  onMap('has a track of an hour, and plays to its end', async (seen) => {
    await seen.visitPast(server.url, linkTo('11:00', 'sampled'));
    await seen.page.locator('.replay select').last().selectOption(String(HOUR));
    await until(async () => (await seen.page.locator('.track').textContent())?.includes('10:30'), {
      saying: 'half an hour before',
    });
    await seen.page.locator('.track').focus();
    await press(seen, 'End');
    await pillSays(seen, '11:20');
  });

  onMap('is moved by keys, and the address keeps the moment', async (seen) => {
    await seen.visitPast(server.url, linkTo('11:00', 'known'));
    await press(seen, 'Shift+BracketLeft');
    await pillSays(seen, '10:00');
    await press(seen, ']');
    await pillSays(seen, '10:10');
    await seen.page.locator('.track').focus();
    await press(seen, 'ArrowLeft');
    await pillSays(seen, '10:00');
    expect(await seen.page.locator('.track').getAttribute('aria-valuetext')).toBe(`${DAY} 10:00`);
    await until(() => seen.page.url().includes('T10:00'), { saying: 'the moment in the address' });
    await seen.page.reload();
    await pillSays(seen, '10:00');
    await seen.becomes('zz-002', ['offline']);
  });

  onMap('runs by Space, at the speed that was chosen', async (seen) => {
    await seen.visitPast(server.url, `${linkTo('10:00', 'sampled')}&speed=600`);
    await press(seen, 'Space');
    await pillSays(seen, '10:10');
    await press(seen, 'Space');
    expect(await seen.page.locator('.replay__play').getAttribute('aria-label')).toBe('播放');
  });

  onMap('says which day could not be loaded, and loads it when asked again', async (seen) => {
    const days = '**/api/frames/2026-*';
    await seen.page.route(days, (route) => route.abort());
    await seen.page.goto(`${server.url}/map${linkTo('11:00', 'known').replace('turbidity', 'ph')}`);
    const card = seen.page.locator('.replay .card--failure');
    expect(await card.textContent()).toContain(`${DAY} 的数据未能载入`);
    await seen.page.unroute(days);
    await card.locator('button').click();
    await seen.becomes('zz-002', ['offline']);
    await card.waitFor({ state: 'detached' });
  });

  onMap('lets live go on behind it, and gives way to it by Escape', async (seen) => {
    await seen.visitPast(server.url, linkTo('11:00', 'known'));
    const publish = await openPublisher(server.mqttUrl);
    await publish('clearwell/v1/zz/zz-001/readings', { sampledAt: BACK_AT + 5 * MINUTE, values: BAD });
    await until(async () => (await seen.page.locator('.replay__unseen').textContent())?.includes('1'), {
      saying: 'a word of what became worse meanwhile',
    });
    expect(await seen.look('zz-001')).toEqual(['normal']);
    await press(seen, 'Escape');
    await seen.isLive();
    await seen.becomes('zz-001', ['exceedance']);
    await seen.becomes('zz-002', ['normal']);
    expect(seen.page.url()).not.toContain('t=');
  });

  describe.each([
    { window: 'a desk', viewport: DESK },
    { window: 'a phone', viewport: PHONE },
  ])('in the window of $window', ({ viewport }) => {
    onMap('axe finds nothing against it', async (seen) => {
      await seen.page.setViewportSize(viewport);
      await seen.visitPast(server.url, linkTo('11:00', 'sampled'));
      expect(await findViolations(seen.page)).toEqual([]);
      await seen.languageSwitch.click();
      expect(await findViolations(seen.page)).toEqual([]);
    });
  });

  onMap('needs no sideways scrolling in a window of 320 pixels', async (seen) => {
    await seen.page.setViewportSize(NARROWEST);
    await seen.visitPast(server.url, linkTo('11:00', 'sampled'));
    expect(await seen.overflow()).toBe(0);
  });
});

/** 10:30, by the city's clock. */
const clockText = (time: number): string => new Date(time + 8 * HOUR).toISOString().slice(11, 16);
