import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { atTheEnd } from './ending.ts';
import { startMosquitto } from './mosquitto.ts';
import { describeWith } from './parts.ts';
import { temporaryFolder } from './temp.ts';
import { until } from './until.ts';

const ACL = resolve(import.meta.dirname, '../../../docker/mosquitto/acl');
const PASSWORD = 'a secret';

/** A password file with these accounts, made by the tool that comes with the broker. */
function passwordFile(mosquitto: string, accounts: readonly string[]): string {
  const file = join(temporaryFolder(), 'passwords');
  writeFileSync(file, '', { mode: 0o600 });
  const near = ['../bin', '.'].map((folder) => join(dirname(mosquitto), folder, 'mosquitto_passwd')).find(existsSync);
  for (const account of accounts) {
    const { status } = spawnSync(near ?? 'mosquitto_passwd', ['-b', file, account, PASSWORD]);
    if (status !== 0) throw new Error('mosquitto_passwd failed');
  }
  return file;
}

describeWith('mosquitto', 'the accounts of the shipped broker', (mosquitto) => {
  let url = '';

  beforeAll(async () => {
    const password_file = passwordFile(mosquitto, ['clearwell-server', 'zz-001', 'zz-002']);
    ({ url } = await startMosquitto({ config: { allow_anonymous: 'false', password_file, acl_file: ACL } }));
  });

  async function logIn(username: string): Promise<MqttClient> {
    const client = await connectAsync(url, { username, password: PASSWORD, reconnectPeriod: 0 });
    atTheEnd(() => client.endAsync(true));
    return client;
  }

  function record(client: MqttClient): string[] {
    const topics: string[] = [];
    client.on('message', (topic) => topics.push(topic));
    return topics;
  }

  test('nobody comes in without one', async () => {
    await expect(connectAsync(url, { reconnectPeriod: 0 })).rejects.toThrow(/not authorized/i);
  });

  test('a station speaks for itself and for no other', async () => {
    const server = await logIn('clearwell-server');
    const heard = record(server);
    await server.subscribeAsync('clearwell/v1/#', { qos: 1 });
    for (const topic of ['zz-002/readings', 'zz-001/commands', 'zz-001/readings']) {
      const station = await logIn('zz-001');
      // A broker that refuses may acknowledge all the same, or hang up.
      const hungUp = new Promise((resolve) => station.once('close', () => resolve(true)));
      await Promise.race([hungUp, station.publishAsync(`clearwell/v1/zz/${topic}`, '{}', { qos: 1 })]);
    }
    await until(() => heard.length > 0, { saying: 'the reading' });
    expect(heard).toEqual(['clearwell/v1/zz/zz-001/readings']);
  });

  test('a station hears its own commands and no other’s', async () => {
    const station = await logIn('zz-001');
    const heard = record(station);
    await station.subscribeAsync('clearwell/v1/#', { qos: 1 });
    const server = await logIn('clearwell-server');
    await server.publishAsync('clearwell/v1/zz/zz-002/commands', '{}', { qos: 1 });
    await server.publishAsync('clearwell/v1/zz/zz-001/commands', '{}', { qos: 1 });
    await until(() => heard.length > 0, { saying: 'the command' });
    expect(heard).toEqual(['clearwell/v1/zz/zz-001/commands']);
  });
});
