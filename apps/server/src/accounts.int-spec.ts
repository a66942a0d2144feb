import { outcomesSchema, stateSchema } from '@clearwell/contracts';
import {
  AccountFiles,
  atTheEnd,
  buildStation,
  describeWith,
  followMosquitto,
  makeCertificates,
  passwordOf,
  runServer,
  startMosquitto,
  startServer,
  temporaryFolder,
  until,
  type Certificates,
  type RunningServer,
} from '@clearwell/testkit';
import { stationId } from '@clearwell/water-quality';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const STATIONS = ['zz-001', 'zz-002', 'zz-003'].map((id) => buildStation({ id: stationId(id) }));
const OWN = 'clearwell/v1/zz/zz-001';
const OTHER = 'clearwell/v1/zz/zz-002';

/** A server with accounts, and where its stations log in. */
interface City {
  readonly server: RunningServer;
  readonly url: string;
  readonly changeAccounts: (...names: string[]) => Promise<void>;
}

function stationsFile(): string {
  const file = join(temporaryFolder(), 'stations.json');
  writeFileSync(file, JSON.stringify({ stations: STATIONS }));
  return file;
}

async function embeddedCity(): Promise<City> {
  const files = await new AccountFiles(STATIONS).set('zz-001', 'zz-002');
  const server = await startServer({
    settings: { CLEARWELL_STATIONS: stationsFile(), CLEARWELL_MQTT_ACCOUNTS: files.passwords },
  });
  const changeAccounts = async (...names: string[]): Promise<void> => {
    await files.set(...names);
  };
  return { server, url: server.mqttUrl, changeAccounts };
}

async function mosquittoCity(): Promise<City> {
  const files = await new AccountFiles(STATIONS).set('zz-001', 'zz-002');
  const broker = await files.startMosquitto();
  const server = await startServer({
    settings: { CLEARWELL_STATIONS: stationsFile(), ...followMosquitto(broker) },
  });
  await server.program.line(/Connected to the broker/);
  const changeAccounts = async (...names: string[]): Promise<void> => {
    await files.set(...names);
    files.reload(broker);
  };
  return { server, url: broker.url, changeAccounts };
}

async function logIn(url: string, name: string, more: IClientOptions = {}): Promise<MqttClient> {
  const credentials = { username: name, password: passwordOf(name), clientId: name };
  const client = await connectAsync(url, { ...credentials, reconnectPeriod: 0, ...more }, false);
  client.on('error', () => undefined);
  atTheEnd(() => client.endAsync(true));
  return client;
}

const ask = async (server: RunningServer, path: string): Promise<unknown> =>
  (await fetch(`${server.url}${path}`)).json();
const outcomes = async (server: RunningServer) => outcomesSchema.parse(await ask(server, '/api/outcomes'));
const stored = async (server: RunningServer): Promise<number> => (await outcomes(server)).readings.stored;
const stationsOf = async (server: RunningServer) => stateSchema.parse(await ask(server, '/api/state')).stations;

/** Events have no page yet: they are counted where they are kept. */
function keptEvents(server: RunningServer): unknown {
  const database = new DatabaseSync(join(server.data, 'ledger.db'), { readOnly: true });
  try {
    return database.prepare('select station, count(*) as n from station_event group by station').all();
  } finally {
    database.close();
  }
}

let sampled = Date.now() - 3_600_000;
const reading = (): string => JSON.stringify({ sampledAt: (sampled += 1_000), values: { ph: 7 } });

/** Publishes a reading of zz-001 and waits until the server has it: what was published before has been dealt with too. */
async function passes(server: RunningServer, client: MqttClient): Promise<void> {
  const before = await stored(server);
  await client.publishAsync(`${OWN}/readings`, reading(), { qos: 1 });
  await until(async () => (await stored(server)) === before + 1, { saying: 'its own reading to be stored' });
}

const FORBIDDEN = [
  [`${OTHER}/readings`, reading()],
  [`${OTHER}/status`, '{"online":false}'],
  [`${OTHER}/events`, JSON.stringify({ at: sampled, kind: 'door', state: 'begin' })],
  ['clearwell/v1/elsewhere/zz-001/readings', reading()],
  [`${OWN}/commands`, '{}'],
  [`${OTHER}/commands`, '{}'],
  ['$SYS/broker/uptime', '0'],
  ['anything', 'x'],
] as const;

function holdsStationsToTheirOwn(openCity: () => Promise<City>): void {
  let city: City;
  let other: MqttClient;
  const heardByOther: string[] = [];

  beforeAll(async () => {
    city = await openCity();
    other = await logIn(city.url, 'zz-002');
    other.on('message', (topic) => heardByOther.push(topic));
    await other.subscribeAsync(`${OTHER}/commands`, { qos: 1 });
    await other.publishAsync(`${OTHER}/status`, '{"online":true}', { qos: 1, retain: true });
    await until(async () => (await stationsOf(city.server))[1]?.link === true, { saying: 'zz-002 to be there' });
  });

  afterAll(async () => {
    await city.server.program.stop();
  });

  it('a station’s own readings are acknowledged and stored', async () => {
    await passes(city.server, await logIn(city.url, 'zz-001'));
  });

  it.each(FORBIDDEN)('what it says on %s stores nothing and changes nothing', async (topic, payload) => {
    const { server, url } = city;
    const [before, stateBefore, eventsBefore] = [await outcomes(server), await stationsOf(server), keptEvents(server)];
    const client = await logIn(url, 'zz-001');
    // A broker that refuses may acknowledge all the same, or hang up.
    const hungUp = new Promise((resolve) => client.once('close', () => resolve(true)));
    await Promise.race([hungUp, client.publishAsync(topic, payload, { qos: 1, retain: true })]);
    await passes(server, await logIn(url, 'zz-001'));
    const after = await outcomes(server);
    expect(after.readings.stored).toBe(before.readings.stored + 1);
    expect(after.parked).toEqual(before.parked);
    expect(keptEvents(server)).toEqual(eventsBefore);
    expect((await stationsOf(server)).slice(1)).toEqual(stateBefore.slice(1));
    expect(heardByOther).toEqual([]);
  });

  it('a last will for another station is not said', async () => {
    const { server, url } = city;
    const will = { topic: `${OTHER}/status`, payload: Buffer.from('{"online":false}'), qos: 1 as const, retain: true };
    const client = await logIn(url, 'zz-001', { will });
    const gone = new Promise((resolve) => client.once('close', () => resolve(true)));
    client.stream.destroy();
    await gone;
    await passes(server, await logIn(url, 'zz-001'));
    expect((await stationsOf(server))[1]?.link).toBe(true);
  });

  it.each([
    ['without an account', { username: undefined, password: undefined }],
    ['with another password', { username: 'zz-001', password: passwordOf('zz-002') }],
    ['of a station that has none', { username: 'zz-003', password: passwordOf('zz-003') }],
  ])('a login %s is refused', async (_, credentials) => {
    const options = { reconnectPeriod: 0, ...credentials } as IClientOptions;
    await expect(connectAsync(city.url, options, false)).rejects.toThrow(/not authorized/i);
  });

  it('another account with a station’s client id does not end its connection', async () => {
    const own = await logIn(city.url, 'zz-001');
    await logIn(city.url, 'zz-002', { clientId: 'zz-001' });
    await passes(city.server, own);
    expect(own.connected).toBe(true);
  });

  it('an account added while it runs is let in, a removed one is cut off, and the others stay', async () => {
    const { server, url, changeAccounts } = city;
    const stays = await logIn(url, 'zz-001');
    const leaves = await logIn(url, 'zz-002');
    const cut = new Promise((resolve) => leaves.once('close', () => resolve(true)));
    await changeAccounts('zz-001', 'zz-003');
    await cut;
    await until(() => logIn(url, 'zz-003'), { saying: 'the new account' });
    await passes(server, stays);
    await expect(logIn(url, 'zz-002')).rejects.toThrow(/not authorized/i);
  });
}

describe('the broker in the server, with accounts', () => {
  holdsStationsToTheirOwn(embeddedCity);

  it('counts what was refused, by reason and for Prometheus', async () => {
    const { server, url } = await embeddedCity();
    const client = await logIn(url, 'zz-001');
    await client.publishAsync(`${OTHER}/readings`, reading(), { qos: 1 });
    await expect(client.subscribeAsync('#')).rejects.toThrow();
    await expect(connectAsync(url, { reconnectPeriod: 0 }, false)).rejects.toThrow();
    const { rejected, recentRejections } = await outcomes(server);
    expect(rejected.not_allowed).toBe(1);
    expect(recentRejections[0]).toMatchObject({ reason: 'not_allowed', topic: `${OTHER}/readings` });
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    for (const what of ['login', 'publish', 'subscribe'])
      expect(metrics).toContain(`clearwell_mqtt_refused_total{what="${what}"} 1`);
    await server.program.line(/zz-001.* was not allowed to publish to/);
    await server.program.stop();
  });

  it('starts without any account, and says that no station can log in', async () => {
    const server = await startServer({ settings: { CLEARWELL_MQTT_ANONYMOUS: 'false' } });
    await server.program.line(/No station can log in: CLEARWELL_MQTT_ACCOUNTS is not set/);
    await expect(connectAsync(server.mqttUrl, { reconnectPeriod: 0 }, false)).rejects.toThrow(/not authorized/i);
    await server.program.stop();
  });

  it('does not start with an accounts file that can not be used', async () => {
    const file = join(temporaryFolder(), 'passwords');
    writeFileSync(file, 'zz-001:plain\n');
    const program = runServer({ CLEARWELL_DATA: temporaryFolder(), CLEARWELL_MQTT_ACCOUNTS: file });
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.lines.join('\n')).toMatch(/passwords can't be used:\nline 1: zz-001[^]*CLEARWELL_MQTT_ACCOUNTS/);
  });
});

describeWith('mosquitto', 'Mosquitto, with the files made for it', () => {
  holdsStationsToTheirOwn(mosquittoCity);
});

describe('the demo', () => {
  it('logs every simulated station in by its own account', async () => {
    const settings = { CLEARWELL_DEMO_STATIONS: '3', CLEARWELL_DEMO_DAYS: '0.1', CLEARWELL_MQTT_ANONYMOUS: 'false' };
    const server = await startServer({ settings, args: ['--demo'] });
    const told = async () => (await stationsOf(server)).filter(({ latest, link }) => latest !== null && link === true);
    await until(async () => (await told()).length === 3, { saying: 'all stations' });
    const [row = ''] = readFileSync(join(server.data, 'demo-accounts/accounts.csv'), 'utf8').split('\n').slice(1);
    const [id, username = '', password = ''] = row.split(',');
    expect(id).toBe('zz-001');
    const client = await logIn(server.mqttUrl, username, { password, clientId: 'by-hand' });
    await client.publishAsync(`${OTHER}/status`, '{"online":false}', { qos: 1 });
    expect((await outcomes(server)).rejected.not_allowed).toBe(1);
    await server.program.stop();
  });

  it('may be tried by hand without an account', async () => {
    const settings = { CLEARWELL_DEMO_STATIONS: '2', CLEARWELL_DEMO_DAYS: '0', CLEARWELL_MQTT_ANONYMOUS: '' };
    const server = await startServer({ settings, args: ['--demo'] });
    const client = await connectAsync(server.mqttUrl, { reconnectPeriod: 0 }, false);
    const values = JSON.stringify({ sampledAt: Date.now(), values: { ph: 7 } });
    await client.publishAsync(`${OTHER}/readings`, values, { qos: 1 });
    expect(await stored(server)).toBeGreaterThan(0);
    await client.endAsync();
    await server.program.stop();
  });
});

describeWith('openssl', 'over TLS', () => {
  let certificates: Certificates;

  beforeEach(() => {
    certificates = makeCertificates();
  });

  it('the broker in the server is reached by whoever trusts its authority, also after a renewal', async () => {
    const files = await new AccountFiles(STATIONS).set('zz-001');
    const server = await startServer({
      settings: {
        CLEARWELL_STATIONS: stationsFile(),
        CLEARWELL_MQTT_ACCOUNTS: files.passwords,
        CLEARWELL_MQTT_TLS_CERT: certificates.cert,
        CLEARWELL_MQTT_TLS_KEY: certificates.key,
      },
    });
    const url = server.mqttUrl.replace('mqtt:', 'mqtts:');
    await passes(server, await logIn(url, 'zz-001', { ca: readFileSync(certificates.ca) }));
    const stranger = { ca: readFileSync(makeCertificates().ca) };
    await expect(logIn(url, 'zz-001', stranger)).rejects.toThrow(/certificate|signature/i);
    const renewed = makeCertificates();
    copyFileSync(renewed.cert, certificates.cert);
    copyFileSync(renewed.key, certificates.key);
    const ca = readFileSync(renewed.ca);
    await until(() => logIn(url, 'zz-001', { ca }), { saying: 'the renewed certificate' });
    await server.program.stop();
  });

  it('a certificate that does not match its key is named at the start', async () => {
    const program = runServer({
      CLEARWELL_DATA: temporaryFolder(),
      CLEARWELL_MQTT_TLS_CERT: certificates.cert,
      CLEARWELL_MQTT_TLS_KEY: makeCertificates().key,
    });
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.lines.join('\n')).toMatch(/CLEARWELL_MQTT_TLS_CERT and CLEARWELL_MQTT_TLS_KEY are no certificate/);
  });

  describeWith('mosquitto', 'with a broker elsewhere', () => {
    it('the server follows it where it trusts its authority, and not otherwise', async () => {
      const broker = await startMosquitto({ config: { certfile: certificates.cert, keyfile: certificates.key } });
      const settings = { CLEARWELL_MQTT_URL: broker.url.replace('mqtt:', 'mqtts:') };
      const trusting = await startServer({ settings: { ...settings, CLEARWELL_MQTT_CA: certificates.ca } });
      await trusting.program.line(/Connected to the broker/);
      const other = makeCertificates();
      const doubting = await startServer({ settings: { ...settings, CLEARWELL_MQTT_CA: other.ca } });
      await doubting.program.line(/says: .*(certificate|signature)/);
      await Promise.all([trusting.program.stop(), doubting.program.stop()]);
    });
  });
});
