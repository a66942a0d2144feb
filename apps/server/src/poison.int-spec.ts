import { healthSchema, outcomesSchema, type Outcomes } from '@clearwell/contracts';
import {
  buildStation,
  describeWith,
  readStored,
  startMosquitto,
  startServer,
  temporaryFolder,
  until,
  type RunningServer,
} from '@clearwell/testkit';
import { stationId } from '@clearwell/water-quality';
import { connectAsync, type MqttClient } from 'mqtt';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const STATIONS = ['zz-001', 'zz-002', 'zz-003'].map((id) => buildStation({ id: stationId(id) }));
const POISON = 13.13;
/** More than the broker lets the server hold at once. */
const MORE_THAN_IN_FLIGHT = 250;
const AFTER = 300;

function stationsFile(): string {
  const file = join(temporaryFolder(), 'stations.json');
  writeFileSync(file, JSON.stringify({ stations: STATIONS }));
  return file;
}

/** Has the database refuse every reading with that pH, or take it again. */
function change({ data }: RunningServer, sql: string): void {
  const database = new DatabaseSync(join(data, 'ledger.db'));
  database.exec(`pragma busy_timeout = 5000; ${sql}`);
  database.close();
}

const POISONOUS = `create trigger poison before insert on reading when ${POISON} in (new.v0, new.v1, new.v2)
  begin select raise(abort, 'poison'); end`;

const publish = (client: MqttClient, id: string, sampledAt: number, ph: number): Promise<unknown> =>
  client.publishAsync(`clearwell/v1/zz/${id}/readings`, JSON.stringify({ sampledAt, values: { ph } }), { qos: 1 });

const outcomes = async ({ url }: RunningServer): Promise<Outcomes> =>
  outcomesSchema.parse(await (await fetch(`${url}/api/outcomes`)).json());

const storedCount = async (server: RunningServer): Promise<number> => (await outcomes(server)).readings.stored;

/** Readings among the rejections that are there as they were sent. */
function notedPoison({ data }: RunningServer): number {
  const database = new DatabaseSync(join(data, 'ledger.db'), { readOnly: true });
  const rows = database.prepare("select raw from rejection where reason = 'unkeepable'").all();
  database.close();
  return rows.filter(({ raw }) => Buffer.from(raw as Uint8Array).includes(`"values":{"ph":${String(POISON)}}`)).length;
}

const poisonIn = ({ data }: RunningServer): number =>
  [...readStored(data, STATIONS).readings.values()].flat().filter(({ values }) => values['ph'] === POISON).length;

/** One message that can't be kept, then many from its own station and two others, while nobody can keep it; then it can. */
async function passPoison(server: RunningServer, brokerUrl: string): Promise<{ acknowledgedUnkept: boolean }> {
  const start = Date.now() - 3_600_000;
  change(server, POISONOUS);
  const clients = await Promise.all(
    STATIONS.map(({ id }) => connectAsync(brokerUrl, { clientId: id, clean: false, reconnectPeriod: 100 })),
  );
  const of = (i: number) => clients[i % clients.length] as MqttClient;
  let acknowledged = false;
  void publish(of(0), 'zz-001', start, POISON).then(() => (acknowledged = true));
  const others = Array.from({ length: AFTER }, (_, i) =>
    publish(of(i), STATIONS[i % STATIONS.length]?.id ?? '', start + 1 + i, 7),
  );
  await Promise.all(others);
  await until(async () => (await storedCount(server)) === AFTER, { saying: 'all readings but one' });
  expect(poisonIn(server)).toBe(0);
  const before = acknowledged;
  change(server, 'drop trigger poison');
  await until(async () => (await storedCount(server)) === AFTER + 1, { saying: 'the last reading' });
  expect(poisonIn(server)).toBe(1);
  await until(() => acknowledged, { saying: 'its acknowledgement' });
  await Promise.all(clients.map((client) => client.endAsync()));
  return { acknowledgedUnkept: before };
}

/** So many messages that nobody can ever keep and a batch with such a reading in it, then some that can be kept. */
async function giveUpPoison(server: RunningServer, brokerUrl: string, poisoned: number): Promise<void> {
  const start = Date.now() - 3_600_000;
  change(server, POISONOUS);
  const clients = await Promise.all(
    STATIONS.map(({ id }) => connectAsync(brokerUrl, { clientId: id, clean: false, reconnectPeriod: 100 })),
  );
  const [station, other] = clients as [MqttClient, MqttClient];
  const batch = [7, POISON, 8].map((ph, i) => ({ sampledAt: start + i, values: { ph } }));
  const poison = Array.from({ length: poisoned }, (_, i) => publish(station, 'zz-001', start + 10 + i, POISON));
  const mixed = station.publishAsync('clearwell/v1/zz/zz-001/readings', JSON.stringify({ readings: batch }), {
    qos: 1,
  });
  const after = Array.from({ length: 20 }, (_, i) => publish(other, 'zz-002', start + i, 7));
  await until(async () => (await storedCount(server)) === 22, { within: 30_000, saying: 'all that can be kept' });
  await Promise.all([...poison, mixed, ...after]);
  const unkeepable = async () => (await outcomes(server)).rejected.unkeepable;
  await until(async () => (await unkeepable()) === poisoned + 1, { within: 30_000, saying: 'the rest to be counted' });
  const { recentRejections } = await outcomes(server);
  expect(recentRejections[0]).toMatchObject({ reason: 'unkeepable', topic: 'clearwell/v1/zz/zz-001/readings' });
  expect(notedPoison(server)).toBe(poisoned + 1);
  expect(healthSchema.parse(await (await fetch(`${server.url}/health`)).json()).status).toBe('ok');
  await Promise.all(clients.map((client) => client.endAsync()));
}

/** Three minutes pass in three quarters of a second. */
const soon = { CLEARWELL_CLOCK_RATE: '240' };

describe('a message that can not be kept', () => {
  it('is not acknowledged, holds up none after it, and is kept as soon as that is possible', async () => {
    const server = await startServer({ settings: { CLEARWELL_STATIONS: stationsFile() } });
    const { acknowledgedUnkept } = await passPoison(server, server.mqttUrl);
    expect(acknowledgedUnkept).toBe(false);
    await server.program.stop();
  }, 40_000);

  it('is noted as it came, counted and acknowledged when nothing helps, but for the rest of its batch, which is kept', async () => {
    const server = await startServer({ settings: { CLEARWELL_STATIONS: stationsFile(), ...soon } });
    await giveUpPoison(server, server.mqttUrl, 1);
    await server.program.stop();
  }, 60_000);
});

describeWith('mosquitto', 'a message that can not be kept, over a broker elsewhere', () => {
  const start = async (more: Readonly<Record<string, string>> = {}) => {
    const mosquitto = await startMosquitto();
    const settings = { CLEARWELL_STATIONS: stationsFile(), CLEARWELL_MQTT_URL: mosquitto.url, ...more };
    const server = await startServer({ settings });
    await server.program.line(/Connected to the broker/);
    return { mosquitto, server };
  };

  it('stays with the broker, holds up none after it, and is kept as soon as that is possible', async () => {
    const { mosquitto, server } = await start();
    await passPoison(server, mosquitto.url);
    await server.program.stop();
  }, 40_000);

  it('is noted as it came, counted and acknowledged when nothing helps, and gives way to those that wait for its place', async () => {
    const { mosquitto, server } = await start(soon);
    await giveUpPoison(server, mosquitto.url, MORE_THAN_IN_FLIGHT);
    await server.program.stop();
  }, 60_000);
});
