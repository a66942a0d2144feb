import { chromium } from 'playwright-core';
import { connectAsync } from 'mqtt';
const U = 'http://127.0.0.1:3931',
  S = '/tmp/web/shots/';
const c = await connectAsync('mqtt://127.0.0.1:3932');
const pub = (id, at, values) =>
  c.publishAsync(`clearwell/v1/zz/${id}/readings`, JSON.stringify({ sampledAt: at, values }), { qos: 1 });
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const mk = async (w, h, login) => {
  const x = await b.newContext({ viewport: { width: w, height: h }, timezoneId: 'America/New_York' });
  const p = await x.newPage();
  p.on('pageerror', (e) => console.log('ERR', e.message));
  p.on('console', (m) => {
    if (m.type() === 'error') console.log('CON', m.text());
  });
  if (login) {
    await p.goto(U + '/login?lang=en');
    await p.locator('.door__demo').getByRole('button', { name: login }).click();
    await p.waitForURL((u) => !u.pathname.startsWith('/login'));
  }
  return p;
};
const desk = await mk(1440, 900, 'Inspector');
await desk.goto(U + '/map?lang=zh');
await desk.waitForSelector('.pill--live');
const t = Date.now();
await pub('zz-017', t, { turbidity: 6.2 });
await pub('zz-009', t - 60000, { turbidity: 0.7 });
await pub('zz-009', t - 30000, { turbidity: 0.7 });
await pub('zz-009', t, { turbidity: 0.72 });
await pub('zz-031', t - 60000, { free_chlorine: 0.01 });
await pub('zz-031', t - 30000, { free_chlorine: 0.01 });
await pub('zz-031', t, { free_chlorine: 0.01 });
await desk.waitForSelector('.banner', { timeout: 20000 }).catch((e) => console.log('no banner'));
console.log('banner after', Date.now() - t);
await desk.waitForTimeout(1500);
await desk.screenshot({ path: S + 'map-zh-1440.png' });
console.log(await desk.title());
const alerts = (await (await desk.request.get(U + '/api/alerts?limit=50')).json()).alerts;
console.log(
  alerts.map((a) => [a.id, a.kind, a.level, a.handling, a.stations.join(), a.notifiedAt !== null].join(' ')).join('\n'),
);
const red = alerts.find((a) => a.level === 'red' && a.stations.includes('zz-017')) ?? alerts[0];
const go = async (p, path, name, full = true) => {
  await p.goto(U + path);
  await p.waitForTimeout(2500);
  await p.screenshot({ path: S + name + '.png', fullPage: full });
  const o = await p.evaluate('document.documentElement.scrollWidth-document.documentElement.clientWidth');
  if (o) console.log('OVERFLOW', name, o);
};
await go(desk, '/map?lang=en', 'map-en-1440', false);
await go(desk, '/alerts?lang=zh', 'list-zh-1440');
await go(desk, '/alerts?lang=en', 'list-en-1440');
await go(desk, `/alerts/${red.id}?lang=zh`, 'alert-zh-1440');
await go(desk, `/alerts/${red.id}?lang=en`, 'alert-en-1440');
const phone = await mk(390, 844, 'Inspector');
await go(phone, '/map?lang=zh', 'map-zh-390', false);
await go(phone, '/map?lang=en', 'map-en-390', false);
await go(phone, '/alerts?lang=zh', 'list-zh-390');
await go(phone, '/alerts?lang=en', 'list-en-390');
await go(phone, `/alerts/${red.id}?lang=zh`, 'alert-zh-390-view', false);
await go(phone, `/alerts/${red.id}?lang=zh`, 'alert-zh-390');
await go(phone, `/alerts/${red.id}?lang=en`, 'alert-en-390');
await phone.locator('.acts__acknowledge').click();
await phone.waitForTimeout(700);
await phone.screenshot({ path: S + 'alert-undo-390.png' });
await phone.waitForTimeout(6500);
await phone.screenshot({ path: S + 'alert-acked-390.png' });
await desk.waitForTimeout(500);
await desk.screenshot({ path: S + 'alert-acked-en-1440.png', fullPage: true });
await desk.getByRole('button', { name: 'Close', exact: true }).click();
await desk.waitForTimeout(300);
await desk.screenshot({ path: S + 'alert-close-en-1440.png' });
const anon = await mk(1440, 900);
await go(anon, `/alerts/${red.id}?lang=zh`, 'alert-anon-zh-1440', false);
await go(desk, '/reports?lang=zh', 'precision-zh-1440');
await go(phone, '/reports?lang=en', 'precision-en-390');
await b.close();
await c.endAsync();
