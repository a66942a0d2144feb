import { buildStation, startServer, temporaryFolder, until, WebhookReceiver } from '@clearwell/testkit';
import { connectAsync } from 'mqtt';
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SECRET = 'a secret of sixteen or more';
const MINUTE = 60_000;

interface Body {
  readonly key: string;
  readonly alert: { readonly id: string; readonly kind: string; readonly level: string };
  readonly text: { readonly zh: string };
}

function stationsFile(): string {
  const file = join(temporaryFolder(), 'stations.json');
  writeFileSync(file, JSON.stringify({ stations: [buildStation()] }));
  return file;
}

describe('A server with a webhook', () => {
  it('tells of a broken limit once it can, also when it was killed meanwhile, and seals the evidence', async () => {
    const receiver = await WebhookReceiver.start();
    await receiver.goDown();
    const settings = {
      CLEARWELL_STATIONS: stationsFile(),
      CLEARWELL_ANONYMOUS: 'true',
      CLEARWELL_WEBHOOK_URL: receiver.url,
      CLEARWELL_WEBHOOK_SECRET: SECRET,
    };
    const first = await startServer({ settings });
    const client = await connectAsync(first.mqttUrl);
    for (const ago of [20, 10, 0]) {
      const body = { sampledAt: Date.now() - ago * MINUTE, values: { ph: 9.4, free_chlorine: 0.5, turbidity: 6 } };
      await client.publishAsync('clearwell/v1/zz/zz-001/readings', JSON.stringify(body), { qos: 1 });
    }
    await client.endAsync();
    await first.program.line(/webhook can't be reached/);
    await first.program.kill();
    await receiver.goUp();
    const { url, program } = await startServer({ after: first, settings });
    // Two parameters: one alone would wait for its probe to be found at fault.
    const turbid = () => receiver.posted.find((post) => post.body.includes('浊度'));
    const { headers, body } = await until(turbid, { saying: 'a message', within: 20_000 });
    const { alert, key, text } = JSON.parse(body) as Body;
    expect(alert).toMatchObject({ kind: 'limit', level: 'red' });
    expect(headers['idempotency-key']).toBe(key);
    const hmac = createHmac('sha256', SECRET)
      .update(`${headers['x-clearwell-timestamp'] ?? ''}.${body}`)
      .digest('hex');
    expect(headers['x-clearwell-signature']).toBe(`sha256=${hmac}`);
    expect(text.zh.split('\n')).toHaveLength(4);
    expect(text.zh).toContain('浊度');
    const evidence = await until(
      async () => {
        const answer = await fetch(`${url}/api/alerts/${alert.id}/evidence`);
        return answer.ok ? ((await answer.json()) as { readonly sealed: readonly unknown[] }) : null;
      },
      { saying: 'sealed evidence' },
    );
    expect(evidence.sealed.length).toBeGreaterThan(0);
    const page = await fetch(`${url}/api/alerts/${alert.id}/evidence.html`);
    expect(await page.text()).toContain(alert.id);
    await program.stop();
  }, 60_000);
});
