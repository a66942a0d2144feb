import { buildAlert, buildNotice, NOON, WebhookReceiver } from '@clearwell/testkit';
import type { Message } from './receiver.ts';
import { Webhook } from './webhook.ts';

const MESSAGE: Message = {
  ...{ notice: buildNotice(), merged: [], notifies: true, alert: buildAlert(), attempt: 1 },
  text: { zh: '余氯低于限值', en: 'Free chlorine below the limit' },
};
const NEVER = new AbortController().signal;

async function stage(timeout?: number) {
  const receiver = await WebhookReceiver.start();
  const parts = { url: receiver.url, secret: 'a secret of sixteen or more', wall: () => NOON };
  return { receiver, webhook: new Webhook(timeout === undefined ? parts : { ...parts, timeout }) };
}

describe('Webhook', () => {
  it('gives up one that does not answer in time, to try again', async () => {
    const { receiver, webhook } = await stage(50);
    receiver.status = 0;
    expect(await webhook.deliver(MESSAGE, NEVER)).toEqual({ outcome: 'failed', why: 'timeout' });
  });

  it('is delivered by any answer of success, whatever comes with it', async () => {
    const { receiver, webhook } = await stage();
    for (const status of [200, 202, 204]) {
      receiver.status = status;
      expect(await webhook.deliver(MESSAGE, NEVER)).toEqual({ outcome: 'delivered' });
    }
  });

  it('goes nowhere but to the address it was given', async () => {
    const [{ receiver, webhook }, other] = [await stage(), await WebhookReceiver.start()];
    receiver.status = 307;
    receiver.headers = { location: other.url };
    expect(await webhook.deliver(MESSAGE, NEVER)).toMatchObject({ outcome: 'failed', why: 'http_307' });
    expect(other.posted).toEqual([]);
  });

  it('waits until a date that the receiver names', async () => {
    const { receiver, webhook } = await stage();
    receiver.status = 503;
    receiver.headers = { 'retry-after': new Date(NOON + 90_000).toUTCString() };
    expect(await webhook.deliver(MESSAGE, NEVER)).toMatchObject({ outcome: 'failed', notBefore: 90_000 });
  });
});
