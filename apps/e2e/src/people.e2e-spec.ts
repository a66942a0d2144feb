import { describeWith, until } from '@clearwell/testkit';
import { findViolations } from './axe-check.ts';
import { DESK, openBrowser, openScreen, PHONE } from './browser.ts';
import { startClearwell } from './clearwell.ts';
import { openPublisher } from './publisher.ts';
import type { Screen } from './screen.ts';
import { writeStations } from './stations-file.ts';
import { testOnScreen } from './test-on-screen.ts';

const OWN_PASSWORD = 'four words in a row';

describeWith('chromium', 'people', (chromium) => {
  let url = '';
  let desk: Screen;
  let phone: Screen;

  beforeAll(async () => {
    const settings = {
      CLEARWELL_STATIONS: writeStations(['zz-101', 'zz-102']),
      CLEARWELL_ANONYMOUS: 'false',
      CLEARWELL_DEMO_ACCOUNTS: 'true',
    };
    const [server, browser] = await Promise.all([startClearwell({ settings }), openBrowser(chromium)]);
    url = server.url;
    [desk, phone] = await Promise.all([openScreen(browser, DESK), openScreen(browser, PHONE)]);
    const publish = await openPublisher(server.mqttUrl);
    await publish('clearwell/v1/zz/zz-101/readings', { sampledAt: Date.now(), values: { ph: 7 } });
  });

  const onDesk = (title: string, work: (seen: Screen) => Promise<void>) => testOnScreen(title, () => desk, work);
  const onPhone = (title: string, work: (seen: Screen) => Promise<void>) => testOnScreen(title, () => phone, work);
  const role = ({ page }: Screen, name: string) => page.locator('.door__demo').getByRole('button', { name });
  const menu = ({ page }: Screen, within = '.bar') => page.locator(`${within} .user summary`);

  onDesk('see nothing before they sign in, and are asked to over the map', async (seen) => {
    await seen.page.goto(`${url}/?lang=en`);
    await seen.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await seen.markers.count()).toBe(0);
    expect(await findViolations(seen.page)).toEqual([]);
  });

  onDesk('are told what is wrong with their password, and come in with the right one', async (seen) => {
    await seen.page.getByLabel('Name').fill('demo-admin');
    await seen.page.getByLabel('Password').fill('not the password');
    await seen.page.getByRole('button', { name: 'Sign in' }).click();
    await seen.page.getByText('Name or password is not right.').waitFor();
    await role(seen, 'Admin').click();
    await seen.isLive();
    await menu(seen).click();
    expect(await seen.page.locator('.bar .user__menu').textContent()).toMatch(/demo-admin[^]*Admin[^]*Audit log/);
    expect(await findViolations(seen.page)).toEqual([]);
  });

  let given = '';

  onDesk('are made by an admin, with a password that is shown once', async (seen) => {
    await seen.page.locator('.bar .user__menu').getByRole('link', { name: 'People' }).click();
    await seen.page.getByRole('button', { name: 'Add a person' }).click();
    await seen.page.getByLabel('Name to sign in').fill('li.ming');
    await seen.page.getByLabel('Full name').fill('李明');
    await seen.page.getByLabel('Role').selectOption('supervisor');
    await seen.page.getByLabel('Only those chosen').check();
    expect(await findViolations(seen.page)).toEqual([]);
    await seen.page.getByRole('button', { name: 'Add', exact: true }).click();
    await seen.page.locator('[data-person="li.ming"]').waitFor();
    given = /li\.ming: (\S+)/.exec((await seen.page.locator('.admin__notice').textContent()) ?? '')?.[1] ?? '';
    await seen.page.reload();
    await seen.page.locator('[data-person="li.ming"]').waitFor();
    expect(await seen.page.content()).not.toContain(given);
  });

  onPhone('choose a password of their own before they see the map', async (seen) => {
    await seen.page.goto(`${url}/login?lang=en&next=/map?lang=en`);
    await seen.page.getByLabel('Name').fill('li.ming');
    await seen.page.getByLabel('Password').fill(given);
    await seen.page.getByRole('button', { name: 'Sign in' }).click();
    await seen.page.getByLabel('Present password').fill(given);
    await seen.page.getByLabel('New password', { exact: true }).fill(OWN_PASSWORD);
    await seen.page.getByLabel('New password again').fill(`${OWN_PASSWORD}!`);
    await seen.page.getByRole('button', { name: 'Keep the new password' }).click();
    await seen.page.getByText('The two new passwords differ').waitFor();
    expect(await findViolations(seen.page)).toEqual([]);
    expect(await seen.overflow()).toBe(0);
    await seen.page.getByLabel('New password again').fill(OWN_PASSWORD);
    await seen.page.getByRole('button', { name: 'Keep the new password' }).click();
    await seen.isLive();
    expect(new URL(seen.page.url()).pathname).toBe('/map');
  });

  onPhone('are told so where they may not go', async (seen) => {
    await seen.page.goto(`${url}/admin/people?lang=en`);
    await seen.page.getByText('Your role (Supervisor) may not use this page.').waitFor();
    await seen.page.goto(`${url}/map?lang=en`);
    await seen.isLive();
  });

  onPhone('keep the map to read when their session ends, and go on after they sign in over it', async (seen) => {
    await desk.page.locator('[data-person="li.ming"]').getByRole('button', { name: 'Put out of use' }).click();
    await desk.page.getByRole('button', { name: 'Really put out of use' }).click();
    await seen.page.getByRole('heading', { name: 'Your session is over' }).waitFor();
    expect(await seen.markers.count()).toBeGreaterThan(0);
    await until(async () => !(await seen.pill.getAttribute('class'))?.includes('live'), {
      saying: () => 'the pill to say that the map stands',
    });
    expect(await seen.overflow()).toBe(0);
    await desk.page.locator('[data-person="li.ming"]').getByRole('button', { name: 'Put into use' }).click();
    await seen.page.getByLabel('Name').fill('li.ming');
    await seen.page.getByLabel('Password').fill(OWN_PASSWORD);
    await seen.page.locator('.door__go').click();
    await seen.isLive();
    await seen.page.getByRole('heading', { name: 'Your session is over' }).waitFor({ state: 'detached' });
  });

  onDesk('stand in the audit log with what they did', async (seen) => {
    await seen.page.goto(`${url}/admin/audit?lang=en`);
    await seen.page.getByRole('row', { name: /demo-admin Person added .*li\.ming done/ }).waitFor();
    await seen.page.getByLabel('Outcome').selectOption('refused');
    await seen.page.getByRole('row', { name: /demo-admin Sign-in demo-admin refused/ }).waitFor();
    expect(await findViolations(seen.page)).toEqual([]);
  });

  onPhone('sign out among the tabs', async (seen) => {
    await menu(seen, '.tabs').click();
    await seen.page.locator('.tabs .user__menu').getByRole('button', { name: 'Sign out', exact: true }).click();
    await seen.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await seen.markers.count()).toBe(0);
  });
});
