import { commandSchema, historySchema } from '@clearwell/contracts';
import {
  AccountFiles,
  buildStation,
  describeWith,
  followMosquitto,
  passwordOf,
  startServer,
  temporaryFolder,
  until,
  type RunningServer,
} from '@clearwell/testkit';
import { stationId } from '@clearwell/water-quality';
import { connectAsync, type MqttClient } from 'mqtt';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TOPIC = 'clearwell/v1/zz/zz-001';

/** Of one hole, while nothing else happens. */
const MOST_ASKS = 8;

const STATIONS = ['zz-001', 'zz-002'].map((id) => buildStation({ id: stationId(id) }));

const accounts = (): Promise<AccountFiles> => new AccountFiles(STATIONS).set('zz-001', 'zz-002');

const logIn = (url: string, name: string, clientId = name): Promise<MqttClient> =>
  connectAsync(url, { clientId, clean: false, username: name, password: passwordOf(name) });

/** A station that would like to hear another's commands. */
async function eavesdrop(url: string): Promise<{ heard: string[]; end: () => Promise<void> }> {
  const client = await logIn(url, 'zz-002', 'zz-001');
  const heard: string[] = [];
  client.on('message', (topic) => heard.push(topic));
  for (const filter of ['#', `${TOPIC}/commands`, 'clearwell/v1/+/+/commands'])
    await client.subscribeAsync(filter, { qos: 1 }).catch(() => undefined);
  return { heard, end: () => client.endAsync() };
}

function settings(): Record<string, string> {
  const file = join(temporaryFolder(), 'stations.json');
  writeFileSync(file, JSON.stringify({ stations: STATIONS }));
  // Two minutes of patience pass in a tenth of a second.
  return { CLEARWELL_STATIONS: file, CLEARWELL_CLOCK_RATE: '1200' };
}

/** A logger that counts, loses 30 of its readings on the way, and has them still when it is asked. */
async function loseAndBeAsked(server: RunningServer, mqttUrl: string): Promise<void> {
  const { now } = (await (await fetch(`${server.url}/api/clock`)).json()) as { now: number };
  const readingOf = (seq: number) => ({ sampledAt: now - (100 - seq) * 1_000, boot: 3, seq, values: { ph: 7 } });
  const logger = await logIn(mqttUrl, 'zz-001');
  const eavesdropper = await eavesdrop(mqttUrl);
  const commands: unknown[] = [];
  await logger.subscribeAsync(`${TOPIC}/commands`, { qos: 1 });
  logger.on('message', (_, payload) => {
    const command = commandSchema.parse(JSON.parse(payload.toString()));
    commands.push(command);
    const readings = Array.from({ length: command.toSeq - command.fromSeq + 1 }, (_, i) => ({
      ...readingOf(command.fromSeq + i),
      historical: true,
    }));
    logger.publish(`${TOPIC}/readings`, JSON.stringify({ readings }), { qos: 1 });
  });
  for (let seq = 1; seq <= 100; seq++) {
    if (seq > 40 && seq <= 70) continue;
    await logger.publishAsync(`${TOPIC}/readings`, JSON.stringify(readingOf(seq)), { qos: 1 });
  }
  const stored = async () => {
    const answer = await fetch(
      `${server.url}/api/stations/zz-001/history?from=${String(now - 200_000)}&to=${String(now)}`,
    );
    return historySchema.parse(await answer.json()).sampledAt;
  };
  const all = Array.from({ length: 99 }, (_, i) => readingOf(i + 1).sampledAt);
  await until(async () => (await stored()).length === all.length, { saying: 'the missing readings' });
  expect(await stored()).toEqual(all);
  expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(/^clearwell_readings_missing 0$/m);
  expect(commands[0]).toMatchObject({ kind: 'resend', boot: 3, fromSeq: 41, toSeq: 70 });
  expect(eavesdropper.heard).toEqual([]);
  await Promise.all([eavesdropper.end(), logger.endAsync()]);
}

describe('a hole of 30 readings', () => {
  it('is asked for and filled without a person, and no other station hears of it', async () => {
    const { passwords } = await accounts();
    const server = await startServer({ settings: { ...settings(), CLEARWELL_MQTT_ACCOUNTS: passwords } });
    await loseAndBeAsked(server, server.mqttUrl);
    await server.program.stop();
  });
});

describe('a request that no station heard', () => {
  it('is sent again when the station says that it is back, though it had been sent as often as it may be', async () => {
    // A day passes in two seconds and a half.
    const hurried = { ...settings(), CLEARWELL_CLOCK_RATE: '36000', CLEARWELL_LOG_LEVEL: 'debug' };
    const server = await startServer({ settings: hurried });
    const logger = await connectAsync(server.mqttUrl, { clientId: 'zz-001' });
    const { now } = (await (await fetch(`${server.url}/api/clock`)).json()) as { now: number };
    for (const seq of [1, 5]) {
      const reading = { sampledAt: now + seq, boot: 3, seq, values: { ph: 7 } };
      await logger.publishAsync(`${TOPIC}/readings`, JSON.stringify(reading), { qos: 1 });
    }
    const asks = () => server.program.lines.filter((line) => line.includes('Asking on')).length;
    await until(() => asks() === MOST_ASKS, { within: 30_000, saying: 'all requests that there may be' });
    const heard: unknown[] = [];
    logger.on('message', (_, payload) => heard.push(commandSchema.parse(JSON.parse(payload.toString()))));
    await logger.subscribeAsync(`${TOPIC}/commands`, { qos: 1 });
    await logger.publishAsync(`${TOPIC}/status`, '{"online":true}', { qos: 1, retain: true });
    await until(() => heard.length > 0, { saying: 'one more request' });
    expect(heard).toMatchObject([{ kind: 'resend', boot: 3, fromSeq: 2, toSeq: 4 }]);
    await logger.endAsync();
    await server.program.stop();
  }, 60_000);
});

describeWith('mosquitto', 'a hole of 30 readings, over a broker elsewhere', () => {
  it('is asked for and filled without a person, and no other station hears of it', async () => {
    const mosquitto = await (await accounts()).startMosquitto();
    const server = await startServer({ settings: { ...settings(), ...followMosquitto(mosquitto) } });
    await server.program.line(/Connected to the broker/);
    await loseAndBeAsked(server, mosquitto.url);
    await server.program.stop();
  });
});
