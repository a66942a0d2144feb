import { buildAlert, buildNotice, buildStation, ledgerWith, NOON, until, WebhookReceiver } from '@clearwell/testkit';
import { alertId, HOUR, MINUTE, SECOND, type Alert, type AlertId, type Notice } from '@clearwell/water-quality';
import { createHmac } from 'node:crypto';
import { NoticeDelivery } from './notice-delivery.ts';

const SECRET = 'a secret of sixteen or more';
const idOf = (n: number): AlertId => alertId(`WQ-20260501-00${String(n)}`);
const STEPS = ['raised', 'worsened', 'eased', 'cleared'] as const;
const noticeOf = (n: number, revision: number, of: Partial<Notice> = {}): Notice =>
  buildNotice({ alert: idOf(n), revision, what: STEPS[revision - 1] ?? 'closed', ...of });

interface Body {
  readonly key: string;
  readonly merged: readonly { readonly key: string }[];
  readonly alert: { readonly id: string; readonly revision: number };
}

/** A server's delivery on a real ledger, to a real receiver; its clock is moved by hand. */
async function stage() {
  const { ledger } = await ledgerWith(buildStation(), []);
  const receiver = await WebhookReceiver.start();
  const alerts = new Map<AlertId, Alert>();
  const shown: string[] = [];
  const warnings: string[] = [];
  let wall = NOON;
  const open = () =>
    NoticeDelivery.open({
      ledger,
      desk: {
        current: (id) => alerts.get(id) ?? null,
        describe: ({ id }) => ({ zh: `[红色] ${id}`, en: `[red] ${id}` }),
      },
      show: ({ notice }) => shown.push(notice.key),
      webhook: { url: receiver.url, secret: SECRET },
      now: () => wall,
      wall: () => wall,
      warn: (what) => warnings.push(what),
    });
  const delivery = open();
  const tell = (...notices: readonly Notice[]): void => {
    ledger.commit(() => {
      for (const { alert, revision, condition } of notices)
        alerts.set(alert, buildAlert({ id: alert, revision, condition }));
      ledger.outbox.add(notices);
    });
    delivery.wake();
  };
  const pass = (ms: number): void => {
    wall += ms;
    delivery.wake();
  };
  const outcomes = (n: number) =>
    ledger.outbox
      .log(idOf(n))
      .filter((line) => line.receiver === 'webhook')
      .map(({ outcome, why }) => (why === null ? outcome : `${outcome} ${why}`));
  const bodies = () => receiver.posted.map(({ body }) => JSON.parse(body) as Body);
  return { ledger, receiver, delivery, open, tell, pass, outcomes, bodies, shown, warnings, wall: () => wall };
}

describe('Delivery of notices', () => {
  it('posts what wakes somebody, signed, with the notice, its alert as it stands and sentences', async () => {
    const { receiver, delivery, tell, shown, wall } = await stage();
    tell(noticeOf(1, 1), noticeOf(2, 1, { notifies: false }));
    delivery.start();
    await until(() => receiver.posted.length === 1 && shown.length === 2, { saying: 'the first message' });
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.posted;
    const timestamp = headers['x-clearwell-timestamp'] ?? '';
    expect(timestamp).toBe(String(wall() / SECOND));
    const hmac = createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex');
    expect(headers).toMatchObject({
      'x-clearwell-signature': `sha256=${hmac}`,
      'idempotency-key': noticeOf(1, 1).key,
      'content-type': 'application/json; charset=utf-8',
    });
    expect(JSON.parse(body)).toMatchObject({
      ...{ version: 1, key: noticeOf(1, 1).key, attempt: 1, notifies: true, merged: [] },
      notice: { what: 'raised', audience: 'inspectors', at: '2026-05-01T04:00:00.000Z' },
      alert: { id: idOf(1), level: 'red', condition: 'active', handling: 'new', start: '2026-05-01T04:00:00.000Z' },
      text: { zh: `[红色] ${idOf(1)}`, en: `[red] ${idOf(1)}` },
    });
    await delivery.stop();
  });

  it('brings the latest state of each alert, in order, after an hour in which nobody listened', async () => {
    const { receiver, delivery, tell, pass, bodies, outcomes, ledger } = await stage();
    delivery.start();
    tell(noticeOf(1, 1));
    await until(() => receiver.posted.length === 1, { saying: 'the message before the outage' });
    await receiver.goDown();
    tell(noticeOf(1, 2), noticeOf(2, 1));
    const failures = () => [1, 2].map((n) => outcomes(n).filter((one) => one.startsWith('failed')).length);
    await until(() => failures().every((n) => n === 1), { saying: 'a failed attempt of each alert' });
    tell(noticeOf(2, 2), noticeOf(1, 3));
    for (let minute = 0; minute < 60; minute += 5) {
      const before = failures();
      pass(5 * MINUTE);
      await until(() => failures().every((n, i) => n === before[i]! + 1), { saying: 'one more attempt' });
    }
    tell(noticeOf(1, 4, { condition: 'cleared' }));
    await receiver.goUp();
    pass(5 * MINUTE);
    await until(() => ledger.outbox.waiting().length === 0, { saying: 'an empty outbox' });
    const after = bodies().slice(1);
    expect(after).toHaveLength(2);
    expect(after).toContainEqual(
      expect.objectContaining({
        key: noticeOf(1, 4).key,
        merged: [noticeOf(1, 2), noticeOf(1, 3)].map(({ key }) => expect.objectContaining({ key }) as unknown),
        alert: expect.objectContaining({ id: idOf(1), revision: 4, condition: 'cleared' }),
      }),
    );
    expect(after).toContainEqual(
      expect.objectContaining({
        key: noticeOf(2, 2).key,
        alert: expect.objectContaining({ id: idOf(2), revision: 2 }),
      }),
    );
    expect(outcomes(2).slice(0, 2)).toEqual(['failed ECONNREFUSED', `merged ${noticeOf(2, 2).key}`]);
    expect(outcomes(2).at(-1)).toBe('delivered');
    await delivery.stop();
  });

  it('keeps the order of an alert while nothing fails, and waits for each answer', async () => {
    const { delivery, tell, bodies, ledger } = await stage();
    delivery.start();
    tell(noticeOf(1, 1), noticeOf(1, 2), noticeOf(2, 1), noticeOf(1, 3));
    await until(() => ledger.outbox.waiting().length === 0, { saying: 'an empty outbox' });
    const ofFirst = bodies().filter(({ alert }) => alert.id === idOf(1));
    expect(ofFirst.map(({ key }) => key)).toEqual([1, 2, 3].map((revision) => noticeOf(1, revision).key));
    await delivery.stop();
  });

  it.each([
    [410, 'refused http_410'],
    [401, 'refused http_401'],
    [408, 'failed http_408'],
    [429, 'failed http_429'],
    [503, 'failed http_503'],
    [302, 'failed http_302'],
  ])('takes %i for %s', async (status, outcome) => {
    const { receiver, delivery, tell, outcomes, warnings } = await stage();
    receiver.status = status;
    receiver.headers = { location: receiver.url };
    tell(noticeOf(1, 1));
    delivery.start();
    await until(() => outcomes(1).length > 0, { saying: 'an outcome' });
    await delivery.stop();
    expect(outcomes(1)).toEqual([outcome]);
    expect(receiver.posted).toHaveLength(1);
    expect(warnings).toHaveLength(1);
  });

  it('is as patient as the receiver asks, up to an hour', async () => {
    const { receiver, delivery, tell, pass, outcomes, ledger } = await stage();
    receiver.status = 429;
    receiver.headers = { 'retry-after': '7200' };
    tell(noticeOf(1, 1));
    delivery.start();
    await until(() => outcomes(1).length === 1, { saying: 'a failed attempt' });
    const busy = new Set<AlertId>();
    expect(ledger.outbox.nextDue('webhook', busy)).toBe(NOON + HOUR);
    receiver.status = 200;
    pass(HOUR);
    await until(() => outcomes(1).at(-1) === 'delivered', { saying: 'the second attempt' });
    await delivery.stop();
  });

  it('breaks off what is on its way when it stops, and sends it again, with the same key, after the next start', async () => {
    const { receiver, delivery, open, tell, bodies, outcomes } = await stage();
    receiver.status = 0;
    tell(noticeOf(1, 1));
    delivery.start();
    await until(() => receiver.posted.length === 1, { saying: 'a message that is not answered' });
    await delivery.stop();
    expect(outcomes(1)).toEqual([]);
    receiver.status = 204;
    const next = open();
    next.start();
    await until(() => outcomes(1).length === 1, { saying: 'the delivery' });
    expect(bodies().map(({ key }) => key)).toEqual([noticeOf(1, 1).key, noticeOf(1, 1).key]);
    await next.stop();
  });

  it('holds up nobody by a receiver that does not answer', async () => {
    const { receiver, delivery, tell, shown } = await stage();
    receiver.status = 0;
    delivery.start();
    for (let n = 1; n <= 9; n += 1) tell(noticeOf(n, 1));
    await until(() => shown.length === 9 && receiver.posted.length === 4, { saying: 'the page, and four at once' });
    await delivery.stop();
  });
});
