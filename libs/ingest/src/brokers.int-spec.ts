import { AccountBook, editPasswords, hashPassword, replaceFile } from '@clearwell/accounts';
import { describeWith, freePort, startMosquitto, temporaryFolder, until } from '@clearwell/testkit';
import { connectAsync, type MqttClient } from 'mqtt';
import { join } from 'node:path';
import { BrokerClient } from './broker-client.ts';
import { EmbeddedBroker, type EmbeddedBrokerOptions, type Refusal } from './embedded-broker.ts';
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

  /** The oldest that is open, or one further behind. */
  settle(behind = 0): void {
    this.#ends.splice(behind, 1)[0]?.settle();
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

/** Lets anyone in, in the clear. */
const OPEN: EmbeddedBrokerOptions = {
  host: '127.0.0.1',
  port: 0,
  tls: null,
  accounts: null,
  anonymous: true,
  onRefused: () => undefined,
};

describe('EmbeddedBroker', () => {
  async function start(commit: SlowCommit, more: Partial<EmbeddedBrokerOptions> = {}): Promise<string> {
    const broker = new EmbeddedBroker({ ...OPEN, ...more }, commit.deliver);
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
    const broker = new EmbeddedBroker(OPEN, () => Promise.resolve());
    await broker.start();
    open.push({ end: () => broker.stop() });
    const url = `mqtt://127.0.0.1:${String(broker.port)}`;
    const status = 'clearwell/v1/zz/zz-001/status';
    const done = 'clearwell/v1/zz/zz-001/events';
    const logger = await station(url);
    const heard = async (pattern: string): Promise<string[]> => {
      const got: string[] = [];
      const listener = await station(url, { clientId: `listens to ${pattern}`, clean: true });
      listener.on('message', (topic, payload) => got.push(`${topic} ${payload.toString()}`));
      await listener.subscribeAsync([pattern, done], { qos: 1 });
      await logger.publishAsync(done, 'x', { qos: 1 });
      await until(() => got.includes(`${done} x`), { saying: 'the message after the retained ones' });
      await listener.endAsync(true);
      return got.filter((text) => text !== `${done} x`);
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
    const second = new EmbeddedBroker({ ...OPEN, port: Number(new URL(url).port) }, () => Promise.resolve());
    await expect(second.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('EmbeddedBroker with accounts', () => {
  async function start(names: readonly string[], more: Partial<EmbeddedBrokerOptions> = {}) {
    const file = join(temporaryFolder(), 'passwords');
    const hashes = names.map(async (name) => [name, await hashPassword(`pass of ${name}`, 1)] as const);
    await replaceFile(file, editPasswords('', new Map(await Promise.all(hashes))), 0o600);
    const accounts = await AccountBook.open({ files: [file], log: () => undefined });
    const refused: Refusal[] = [];
    const delivered: (readonly [string, string | null | undefined])[] = [];
    const onRefused = (refusal: Refusal) => refused.push(refusal);
    const broker = new EmbeddedBroker(
      { ...OPEN, accounts, anonymous: false, onRefused, ...more },
      async (topic, _, account) => void delivered.push([topic, account]),
    );
    await broker.start();
    open.push({ end: () => broker.stop() }, { end: async () => accounts.close() });
    return { broker, url: `mqtt://127.0.0.1:${String(broker.port)}`, refused, delivered };
  }

  const logIn = (url: string, name: string, more: object = {}) =>
    station(url, { clientId: name, username: name, password: `pass of ${name}`, reconnectPeriod: 0, ...more });

  it('lets nobody in without a name, with another password, or with a name nobody has', async () => {
    const { url, refused } = await start(['zz-001']);
    const tries = [{}, { username: 'zz-001', password: 'wrong' }, { username: 'zz-009', password: 'pass of zz-001' }];
    const answers = await Promise.allSettled(
      tries.map((credentials) => connectAsync(url, { reconnectPeriod: 0, ...credentials }, false)),
    );
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(refused.map(({ what, account }) => [what, account])).toEqual([
      ['login', null],
      ['login', 'zz-001'],
      ['login', 'zz-009'],
    ]);
  });

  it('acknowledges what an account may not say, hands it on as that account’s, and lets nobody hear it', async () => {
    const { url, refused, delivered } = await start(['zz-001', 'zz-002'], { anonymous: true });
    const listener = await station(url, { clientId: 'listener' });
    const heard: string[] = [];
    listener.on('message', (topic) => heard.push(topic));
    await listener.subscribeAsync(['#', '$refused'], { qos: 1 });
    const client = await logIn(url, 'zz-001');
    const other = 'clearwell/v1/zz/zz-002/status';
    await client.publishAsync(other, '{"online":false}', { qos: 1, retain: true });
    await client.publishAsync(TOPIC, '{}', { qos: 1 });
    await until(() => heard.includes(TOPIC), { saying: 'its own reading' });
    expect(heard.filter((topic) => topic !== '$refused')).toEqual([TOPIC]);
    expect(delivered).toEqual([
      [other, 'zz-001'],
      [TOPIC, 'zz-001'],
    ]);
    expect(refused).toEqual([{ what: 'publish', account: 'zz-001', where: other }]);
  });

  it('grants an account its own commands and refuses every other subscription', async () => {
    const { url, broker, refused } = await start(['zz-001', 'zz-002']);
    const client = await logIn(url, 'zz-001');
    const heard: string[] = [];
    client.on('message', (topic) => heard.push(topic));
    const commands = (id: string) => `clearwell/v1/zz/${id}/commands`;
    for (const filter of ['#', '+/+/+/+/commands', commands('zz-002'), '$SYS/#', TOPIC])
      await expect(client.subscribeAsync(filter, { qos: 1 })).rejects.toThrow();
    await client.subscribeAsync(commands('zz-001'), { qos: 1 });
    await broker.publish(commands('zz-002'), '{}');
    await broker.publish(commands('zz-001'), '{}');
    await until(() => heard.length > 0, { saying: 'the command' });
    expect(heard).toEqual([commands('zz-001')]);
    expect(refused.map(({ what }) => what)).toEqual(Array.from({ length: 5 }, () => 'subscribe'));
  });

  it('keeps a session to its account: another with its client id neither ends it nor gets its commands', async () => {
    const { url, broker } = await start(['zz-001', 'zz-002']);
    const commands = 'clearwell/v1/zz/zz-001/commands';
    const own = await logIn(url, 'zz-001');
    await own.subscribeAsync(commands, { qos: 1 });
    const heard: string[] = [];
    const thief = await logIn(url, 'zz-002', { clientId: 'zz-001' });
    thief.on('message', (topic) => heard.push(topic));
    await own.publishAsync(TOPIC, '{}', { qos: 1 });
    expect(own.connected).toBe(true);
    await own.endAsync();
    await broker.publish(commands, '{}');
    await thief.endAsync();
    const again = await logIn(url, 'zz-002', { clientId: 'zz-001' });
    again.on('message', (topic) => heard.push(topic));
    const back = await logIn(url, 'zz-001');
    await until(() => new Promise((got) => back.once('message', () => got(true))), {
      saying: 'the command that waited',
    });
    expect(heard).toEqual([]);
  });

  it('hands on a last will as its account’s, also when it is of another station', async () => {
    const { url, delivered } = await start(['zz-001', 'zz-002']);
    const topic = 'clearwell/v1/zz/zz-002/status';
    const will = { topic, payload: Buffer.from('{"online":false}'), qos: 1, retain: true };
    const client = await logIn(url, 'zz-001', { will });
    client.stream.destroy();
    await until(() => delivered.length > 0, { saying: 'the last will' });
    expect(delivered).toEqual([[topic, 'zz-001']]);
  });
});

describeWith('mosquitto', 'BrokerClient', () => {
  async function follow(url: string, commit: SlowCommit, said: string[] = []): Promise<BrokerClient> {
    const client = new BrokerClient(
      { url, clientId: 'server', credentials: null, ca: null, log: (what) => said.push(what) },
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

  it('takes in what follows while a commit is on its way, and acknowledges each message by itself, and tries again the one that failed', async () => {
    const { url } = await startMosquitto();
    const first = new SlowCommit();
    const said: string[] = [];
    const client = await follow(url, first, said);
    await connected(said);
    const logger = await station(url);
    for (const text of ['one', 'two', 'three']) publishing(logger, text);
    await until(() => first.taken.length === 3, { saying: 'three deliveries at once' });
    first.settle(1);
    // By when this has come back, the acknowledgement has gone.
    publishing(logger, 'four');
    await until(() => first.taken.length === 4, { saying: 'the next message' });
    first.fail();
    await until(() => first.taken.length >= 5, { saying: 'the one that was not committed' });
    expect(first.taken.slice(4)).toEqual(['one']);
    first.release();
    await client.stop();
    const second = new SlowCommit();
    await follow(url, second);
    publishing(await station(url, { clientId: 'zz-002' }), 'five');
    await until(() => second.taken.length > 0, { saying: 'the next message' });
    expect(second.taken).toEqual(['five']);
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
