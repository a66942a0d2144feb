import { describeWith, freePort, startMosquitto, until } from '@clearwell/testkit';
import { connectAsync, type MqttClient } from 'mqtt';
import { BrokerClient } from './broker-client.ts';
import { EmbeddedBroker } from './embedded-broker.ts';
import type { MessageSource } from './raw-message.ts';

const TOPIC = 'clearwell/v1/zz/zz-001/readings';

/** A commit that the spec ends by hand. */
class SlowCommit {
  readonly taken: string[] = [];
  readonly #ends: { settle: () => void; fail: (error: Error) => void }[] = [];

  deliver = (_: string, payload: Uint8Array): Promise<void> => {
    this.taken.push(Buffer.from(payload).toString());
    return new Promise((settle, fail) => {
      this.#ends.push({ settle, fail });
    });
  };

  settle(): void {
    this.#ends.shift()?.settle();
  }

  /** Lets go of everything, so that a broker can stop. */
  release(): void {
    for (const end of this.#ends.splice(0)) end.settle();
  }

  fail(): void {
    this.#ends.shift()?.fail(new Error('disk full'));
  }
}

const open: { end: () => Promise<unknown> }[] = [];

afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.end();
});

function stop(source: MessageSource, commit: SlowCommit): Promise<void> {
  commit.release();
  return source.stop();
}

async function station(url: string, more: object = {}): Promise<MqttClient> {
  const client = await connectAsync(url, { clientId: 'zz-001', clean: false, reconnectPeriod: 50, ...more });
  open.push({ end: () => client.endAsync(true) });
  return client;
}

/** Whether the station has been told that a message is safe. */
function publishing(client: MqttClient, text: string): { acknowledged: boolean } {
  const state = { acknowledged: false };
  client.publish(TOPIC, text, { qos: 1 }, (error) => {
    state.acknowledged = !error;
  });
  return state;
}

describe('EmbeddedBroker', () => {
  async function start(
    commit: SlowCommit,
    credentials: { username: string; password: string } | null = null,
  ): Promise<string> {
    const broker = new EmbeddedBroker({ host: '127.0.0.1', port: 0, credentials }, commit.deliver);
    await broker.start();
    open.push({ end: () => stop(broker, commit) });
    return `mqtt://127.0.0.1:${String(broker.port)}`;
  }

  it('acknowledges a reading only after it is committed', async () => {
    const commit = new SlowCommit();
    const first = publishing(await station(await start(commit)), 'first');
    await until(() => commit.taken.length === 1, { saying: 'the message to be delivered' });
    expect(first.acknowledged).toBe(false);
    commit.settle();
    await until(() => first.acknowledged, { saying: 'the acknowledgement' });
  });

  it('leaves a reading that could not be committed unacknowledged, and takes it when it comes again', async () => {
    const commit = new SlowCommit();
    const sent = publishing(await station(await start(commit)), 'again');
    await until(() => commit.taken.length === 1, { saying: 'the first delivery' });
    commit.fail();
    await until(() => commit.taken.length === 2, { saying: 'the second delivery' });
    expect(sent.acknowledged).toBe(false);
    commit.settle();
    await until(() => sent.acknowledged, { saying: 'the acknowledgement' });
    expect(commit.taken).toEqual(['again', 'again']);
  });

  it('lets nobody in without the credentials that are set', async () => {
    const url = await start(new SlowCommit(), { username: 'logger', password: 'a-long-secret' });
    const refused = connectAsync(url, { username: 'logger', password: 'wrong', reconnectPeriod: 0 });
    await expect(refused).rejects.toThrow(/bad user|not authorized/i);
    await expect(station(url, { username: 'logger', password: 'a-long-secret' })).resolves.toBeDefined();
  });

  it('says the last will of a station whose link is cut', async () => {
    const commit = new SlowCommit();
    const will = {
      topic: 'clearwell/v1/zz/zz-001/status',
      payload: Buffer.from('{"online":false}'),
      qos: 1,
      retain: true,
    };
    const client = await station(await start(commit), { will, reconnectPeriod: 0 });
    client.stream.destroy();
    await until(() => commit.taken.includes('{"online":false}'), { saying: 'the last will' });
  });

  it('gives what is retained to who subscribes later, by name and by pattern, until it is taken back', async () => {
    const broker = new EmbeddedBroker({ host: '127.0.0.1', port: 0, credentials: null }, () => Promise.resolve());
    await broker.start();
    open.push({ end: () => broker.stop() });
    const url = `mqtt://127.0.0.1:${String(broker.port)}`;
    const status = 'clearwell/v1/zz/zz-001/status';
    const logger = await station(url);
    const heard = async (pattern: string): Promise<string[]> => {
      const got: string[] = [];
      const listener = await station(url, { clientId: `listens to ${pattern}`, clean: true });
      listener.on('message', (topic, payload) => got.push(`${topic} ${payload.toString()}`));
      await listener.subscribeAsync([pattern, 'done'], { qos: 1 });
      await logger.publishAsync('done', 'x', { qos: 1 });
      await until(() => got.includes('done x'), { saying: 'the message after the retained ones' });
      await listener.endAsync(true);
      return got.filter((text) => text !== 'done x');
    };
    await logger.publishAsync(status, 'first', { qos: 1, retain: true });
    await logger.publishAsync(status, 'second', { qos: 1, retain: true });
    for (const pattern of [status, 'clearwell/v1/zz/+/status'])
      expect(await heard(pattern)).toEqual([`${status} second`]);
    expect(await heard('clearwell/v1/zz/zz-001/commands')).toEqual([]);
    await logger.publishAsync(status, '', { qos: 1, retain: true });
    for (const pattern of [status, 'clearwell/v1/zz/+/status']) expect(await heard(pattern)).toEqual([]);
  });

  it('says that its port is taken', async () => {
    const url = await start(new SlowCommit());
    const second = new EmbeddedBroker({ host: '127.0.0.1', port: Number(new URL(url).port), credentials: null }, () =>
      Promise.resolve(),
    );
    await expect(second.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describeWith('mosquitto', 'BrokerClient', () => {
  async function follow(url: string, commit: SlowCommit, said: string[] = []): Promise<BrokerClient> {
    const client = new BrokerClient(
      { url, clientId: 'server', credentials: null, log: (what) => said.push(what) },
      commit.deliver,
    );
    await client.start();
    open.push({ end: () => stop(client, commit) });
    return client;
  }

  const connected = (said: readonly string[]) =>
    until(() => said.some((what) => what.startsWith('Connected')), {
      saying: () => `the connection; said: ${said.join('; ')}`,
    });

  it('is given again by the broker what it has not acknowledged before it went', async () => {
    const { url } = await startMosquitto();
    const first = new SlowCommit();
    const said: string[] = [];
    const client = await follow(url, first, said);
    await connected(said);
    publishing(await station(url), 'kept by the broker');
    await until(() => first.taken.length === 1, { saying: 'the first delivery' });
    first.fail();
    await until(() => first.taken.length === 2, { saying: 'the second delivery, after a failed commit' });
    first.settle();
    await client.stop();
    publishing(await station(url, { clientId: 'zz-002' }), 'came while it was away');
    const second = new SlowCommit();
    await follow(url, second);
    await until(() => second.taken.length > 0, { saying: 'what came meanwhile' });
    expect(second.taken).toEqual(['came while it was away']);
    second.settle();
  });

  it('goes on trying while the broker is away', async () => {
    const port = await freePort();
    const said: string[] = [];
    await follow(`mqtt://127.0.0.1:${String(port)}`, new SlowCommit(), said);
    await until(() => said.some((what) => what.includes('trying again')), { saying: 'the complaint' });
    await startMosquitto({ port });
    await connected(said);
  });
});
