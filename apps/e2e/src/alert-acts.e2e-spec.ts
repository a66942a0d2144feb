import { alertDetailSchema, muteListSchema, windowListSchema, type AlertDetail } from '@clearwell/contracts/alerts';
import { describeWith, type RunningServer } from '@clearwell/testkit';
import { DAY, HOUR, MINUTE } from '@clearwell/water-quality';
import { givenPasswordSchema, sessionSchema } from '@clearwell/contracts/people';
import type { Browser } from 'playwright-core';
import { findViolations } from './axe-check.ts';
import { DESK, openBrowser, openScreen, PHONE } from './browser.ts';
import { startClearwell } from './clearwell.ts';
import { openPublisher } from './publisher.ts';
import type { Screen } from './screen.ts';
import { writeStations } from './stations-file.ts';
import { testOnScreen } from './test-on-screen.ts';

const STATION = 'zz-001';
/** When somebody took a sample, to the minute. */
const SAMPLED = Math.floor((Date.now() - HOUR) / MINUTE) * MINUTE;
/** As the city's clock shows it. */
const cityTime = (at: number): string => new Date(at + 8 * HOUR).toISOString().slice(0, 16);

describeWith('chromium', 'two people on one alert', (chromium) => {
  let server: RunningServer;
  /** 监督员, who may also set windows. */
  let desk: Screen;
  /** 值班员, on the way. */
  let phone: Screen;
  let id = '';

  /** As whoever sits at the desk: names are for those who have signed in. */
  const ask = async (path: string): Promise<unknown> =>
    (await desk.page.request.get(`${server.url}/api/${path}`)).json();
  const detail = async (): Promise<AlertDetail> => alertDetailSchema.parse(await ask(`alerts/${id}`));

  /** Signs a role of the demo in, on the page of the alert. */
  async function signIn(browser: Browser | null, viewport: typeof DESK, role: string): Promise<Screen> {
    if (browser === null) throw new Error('the browser is gone');
    const screen = await openScreen(browser, viewport);
    await screen.page.goto(`${server.url}/login?lang=zh&next=/alerts/${id}?lang=zh`);
    await screen.page.locator('.door__demo').getByRole('button', { name: role }).click();
    await screen.page.locator('.acts__row').waitFor();
    return screen;
  }

  beforeAll(async () => {
    const settings = {
      CLEARWELL_STATIONS: writeStations([STATION]),
      CLEARWELL_DEMO_ACCOUNTS: 'true',
      CLEARWELL_LOCAL_PROGRAMS: 'false',
    };
    const [started, browser] = await Promise.all([startClearwell({ settings }), openBrowser(chromium)]);
    server = started;
    const publish = await openPublisher(server.mqttUrl);
    for (const [sampledAt, turbidity] of [
      [SAMPLED, 0.42],
      [Date.now(), 6.2],
    ])
      await publish(`clearwell/v1/zz/${STATION}/readings`, { sampledAt, values: { turbidity } });
    const watch = await openScreen(browser);
    await watch.page.goto(`${server.url}/alerts?lang=zh`);
    id = (await watch.page.locator('a.entry').getAttribute('data-alert')) ?? '';
    [desk, phone] = await Promise.all([signIn(browser, DESK, '监督员'), signIn(browser, PHONE, '值班员')]);
  }, 60_000);

  const onDesk = (title: string, work: (seen: Screen) => Promise<void>) => testOnScreen(title, () => desk, work);
  const onPhone = (title: string, work: (seen: Screen) => Promise<void>) => testOnScreen(title, () => phone, work);
  const press = ({ page }: Screen, name: string) => page.getByRole('button', { name, exact: true }).click();
  const outcome = ({ page }: Screen, what: string) => page.locator('[data-act="done"]', { hasText: what }).waitFor();

  onDesk('hand it on while the other is out of reach', async (seen) => {
    await phone.page.context().setOffline(true);
    await press(seen, '转派');
    await seen.page.getByLabel('转派给').selectOption('demo-field');
    await press(seen, '提交');
    await outcome(seen, '转派：已完成');
    await seen.page.locator('[data-what="assigned"]', { hasText: '转派给 演示现场员' }).waitFor();
    expect(await seen.page.locator('.head').textContent()).toContain('由 演示现场员 负责');
  });

  onPhone('are told what the other did meanwhile, and their own act is not done', async (seen) => {
    await seen.page.locator('.acts__acknowledge').click();
    await seen.page.locator('[data-act="waiting"]').waitFor();
    await seen.page.context().setOffline(false);
    await seen.page.locator('[data-act="not-done"]').waitFor({ timeout: 20_000 });
    expect(await seen.page.locator('[data-act="not-done"]').textContent()).toMatch(
      /^演示监督员已于 \d\d:\d\d 转派给 演示现场员。您的“确认”没有执行。/,
    );
    expect(await detail()).toMatchObject({ handling: 'new', assignee: 'demo-field' });
    expect(await seen.overflow()).toBe(0);
    expect(await findViolations(seen.page)).toEqual([]);
  });

  onPhone('can do it after all once they have seen that', async (seen) => {
    await seen.page.locator('.acts__acknowledge').click();
    await outcome(seen, '确认：已完成');
    await desk.page.locator('.alert[data-handling="acknowledged"]').waitFor();
    expect((await detail()).timeline.map(({ what, by }) => [what, by]).slice(-2)).toEqual([
      ['assigned', 'demo-supervisor'],
      ['acknowledged', 'demo-inspector'],
    ]);
  });

  onPhone('ring up who is known to have a telephone', async (seen) => {
    await press(seen, '电话');
    await seen.page.getByText('还没有登记任何电话').waitFor();
    const admin = await signIn(seen.page.context().browser(), DESK, '管理员');
    await admin.page.goto(`${server.url}/admin/people?lang=zh`);
    await press(admin, '新增人员');
    await admin.page.getByLabel('用户名').fill('wang.qiang');
    await admin.page.getByLabel('姓名').fill('王强');
    await admin.page.getByLabel('电话').fill('0371-6666 0017');
    await admin.page.getByLabel('角色').selectOption('inspector');
    await press(admin, '新增');
    await admin.page.locator('[data-person="wang.qiang"]', { hasText: '0371-6666 0017' }).waitFor();
    await admin.page.context().close();
    await seen.page.reload();
    await press(seen, '电话');
    const link = seen.page.getByRole('link', { name: '王强' });
    expect(await link.getAttribute('href')).toBe('tel:037166660017');
    expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    expect(await seen.overflow()).toBe(0);
    expect(await findViolations(seen.page)).toEqual([]);
  });

  onDesk('mute it until a time, for a reason, and end that before', async (seen) => {
    await press(seen, '静默');
    await seen.page.getByRole('textbox', { name: '原因' }).fill('正在现场核实');
    await press(seen, '提交');
    const line = seen.page.locator('[data-quiet="unmute"]');
    await line.waitFor();
    expect(await line.textContent()).toMatch(/^已静默：这条预警，至 .*\d\d:\d\d 演示监督员 — 正在现场核实/);
    expect(muteListSchema.parse(await ask('mutes')).mutes).toMatchObject([{ scope: { of: 'alert', alert: id } }]);
    await press(seen, '结束静默');
    await line.waitFor({ state: 'detached' });
    expect(muteListSchema.parse(await ask('mutes')).mutes).toEqual([]);
  });

  onDesk('open a window of work, which the other sees and may not end', async (seen) => {
    await press(seen, '维护窗口');
    await seen.page.getByLabel('作业').selectOption('maintenance');
    await seen.page.getByRole('textbox', { name: '原因' }).fill('换膜');
    await press(seen, '提交');
    await outcome(seen, '维护窗口：已完成');
    await seen.page.locator('[data-quiet="endWindow"]').waitFor();
    const line = phone.page.locator('[data-quiet="endWindow"]');
    await line.waitFor();
    expect(await line.textContent()).toMatch(/^维护窗口：中山路，至 .*\d\d:\d\d 演示监督员 — 换膜$/);
    expect(await line.getByRole('button').count()).toBe(0);
  });

  onDesk('plan work on one channel that begins another day', async (seen) => {
    const from = SAMPLED + 2 * DAY;
    await press(seen, '维护窗口');
    await seen.page.getByRole('radio', { name: '部分通道' }).check();
    expect(await seen.page.getByRole('checkbox', { name: '浊度' }).isChecked()).toBe(true);
    await seen.page.getByLabel('开始时间').fill(cityTime(from));
    await seen.page.getByLabel('时长').selectOption({ label: '4 小时' });
    await seen.page.getByRole('textbox', { name: '原因' }).fill('更换灯源');
    expect(await findViolations(seen.page)).toEqual([]);
    await press(seen, '提交');
    const line = seen.page.locator('[data-quiet="endWindow"]', { hasText: '更换灯源' });
    await line.waitFor();
    expect(await line.textContent()).toMatch(/^校准窗口：中山路（浊度），\d\d-\d\d \d\d:\d\d 至 \d\d-\d\d \d\d:\d\d /);
    const { windows } = windowListSchema.parse(await ask('windows'));
    const planned = { channels: ['turbidity'], from, until: from + 4 * HOUR, work: 'calibration' };
    expect(windows).toContainEqual(expect.objectContaining(planned));
  });

  onDesk('are offered no mute and no window in a district that is not theirs', async (seen) => {
    const browser = seen.page.context().browser();
    const admin = await signIn(browser, DESK, '管理员');
    const post = async ({ page: { request } }: Screen, path: string, data: object): Promise<unknown> => {
      const { csrfToken } = sessionSchema.parse(await (await request.get(`${server.url}/api/session`)).json());
      const headers = { origin: server.url, ...(csrfToken !== null && { 'x-csrf-token': csrfToken }) };
      return (await request.post(`${server.url}/api/${path}`, { headers, data })).json();
    };
    const person = { name: 'zhao', fullName: '赵', role: 'maintainer', districts: [] };
    const { password: current } = givenPasswordSchema.parse(await post(admin, 'people', person));
    const { page } = admin;
    await page.context().clearCookies();
    await post(admin, 'session', { name: 'zhao', password: current });
    await post(admin, 'session/password', { current, next: 'four words in a row' });
    await page.goto(`${server.url}/alerts/${id}?lang=zh`);
    await page.getByText('您的角色或区县不能处置这条预警').waitFor();
    await page.locator('[data-quiet="endWindow"]', { hasText: '中山路（浊度）' }).waitFor();
    expect(await page.getByRole('button', { name: /静默|维护窗口|结束窗口/ }).count()).toBe(0);
    await page.context().close();
  });

  onPhone('enter what a portable meter shows, which is held against the probe by its tolerance', async (seen) => {
    for (const [value, says] of [
      ['0.31', '与在线值不符（差 5.89，允许 0.10）'],
      ['6.0', '与在线值一致'],
    ] as const) {
      await press(seen, '录入测量');
      await seen.page.getByLabel('指标').selectOption('turbidity');
      await seen.page.getByLabel(/^测量值/).fill(value);
      await press(seen, '提交');
      await seen.page.getByRole('cell', { name: says }).waitFor();
    }
    await desk.page.getByRole('cell', { name: '与在线值一致' }).waitFor();
    expect((await detail()).measurements.map(({ agrees }) => agrees).sort()).toEqual([false, true]);
    expect(await seen.overflow()).toBe(0);
    expect(await findViolations(seen.page)).toEqual([]);
  });

  onDesk('keep what they typed where the other was first, and are told of it beside that', async (seen) => {
    await press(seen, '关闭');
    const verdicts = seen.page.getByLabel('结论（必选）').locator('option:enabled');
    expect((await verdicts.allTextContents()).slice(1)).toEqual(['仪表故障', '校准或维护']);
    await seen.page.getByText('灰色的结论要等解除后才能选').waitFor();
    await seen.page.getByLabel('结论（必选）').selectOption('sensor_fault');
    await seen.page.getByLabel('原因（必填）').fill('探头进气泡');
    await seen.page.route(
      '**/acts',
      async (route) => {
        await press(phone, '备注');
        await phone.page.getByLabel('备注内容').fill('已到现场');
        await press(phone, '提交');
        await outcome(phone, '备注：已完成');
        await route.continue();
      },
      { times: 1 },
    );
    await press(seen, '提交');
    const notDone = seen.page.locator('[data-act="not-done"]');
    await notDone.waitFor();
    expect(await notDone.count()).toBe(1);
    expect(await seen.page.locator('.act [data-act="not-done"]').textContent()).toMatch(
      /^演示值班员已于 \d\d:\d\d 备注。您的“关闭”没有执行。$/,
    );
    expect(await seen.page.getByLabel('原因（必填）').inputValue()).toBe('探头进气泡');
    expect(await findViolations(seen.page)).toEqual([]);
    await press(seen, '提交');
    await seen.page.locator('.alert[data-handling="closed"]').waitFor();
    await seen.page.locator('.act').waitFor({ state: 'detached' });
  });

  onDesk('enter what the laboratory found afterwards at the time the sample was taken', async (seen) => {
    await press(seen, '录入测量');
    await seen.page.getByLabel('指标').selectOption('turbidity');
    await seen.page.getByLabel('测量方式').selectOption('laboratory');
    await seen.page.getByLabel(/^测量值/).fill('0.45');
    await seen.page.getByLabel('采样时间').fill(cityTime(SAMPLED));
    await seen.page.getByLabel('说明').fill('瓶号 17');
    expect(await findViolations(seen.page)).toEqual([]);
    await press(seen, '提交');
    await seen.page.getByRole('row', { name: /0\.42 NTU ?与在线值一致 .*瓶号 17/ }).waitFor();
    const found = (await detail()).measurements.find(({ method }) => method === 'laboratory');
    expect(found).toMatchObject({ takenAt: SAMPLED, online: { sampledAt: SAMPLED }, note: '瓶号 17' });
  });
});
