import { healthSchema, type Health } from '@clearwell/contracts';
import { ThreadedHistory, type History } from '@clearwell/history';
import {
  bucketName,
  buildStation,
  describeWith,
  gather,
  startInflux,
  startServer,
  temporaryFolder,
  until,
  type RunningInflux,
  type RunningServer,
} from '@clearwell/testkit';
import { MINUTE, stationId } from '@clearwell/water-quality';
import { connectAsync } from 'mqtt';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stations = ['zz-001', 'zz-002'].map((id) => buildStation({ id: stationId(id) }));

function settingsFor(influx: RunningInflux, bucket: string): Record<string, string> {
  const file = join(temporaryFolder(), 'stations.json');
  writeFileSync(file, JSON.stringify({ stations }));
  return {
    CLEARWELL_STATIONS: file,
    CLEARWELL_INFLUX_URL: influx.url,
    CLEARWELL_INFLUX_TOKEN: influx.token,
    CLEARWELL_INFLUX_ORG: influx.org,
    CLEARWELL_INFLUX_BUCKET: bucket,
  };
}

/** Readings a minute apart; every third one's pH is missing. */
async function publish(server: RunningServer, first: number, count: number): Promise<void> {
  const client = await connectAsync(server.mqttUrl);
  for (const { id } of stations) {
    const readings = Array.from({ length: count }, (_, n) => ({
      sampledAt: first + n * MINUTE,
      values: { free_chlorine: 0.5 + n / 1_000, turbidity: 0.2, ph: n % 3 === 0 ? null : 7.4 },
    }));
    await client.publishAsync(`clearwell/v1/zz/${id}/readings`, JSON.stringify({ readings }), { qos: 1 });
  }
  await client.endAsync();
}

const health = async ({ url }: RunningServer): Promise<Health> =>
  healthSchema.parse(await (await fetch(`${url}/health`)).json());

const replicated = (server: RunningServer): Promise<unknown> =>
  until(
    async () => {
      const { replication } = await health(server);
      return replication?.backlog === 0 && replication.trouble === null;
    },
    { within: 30_000, saying: () => `the backlog to be gone:\n${server.program.lines.join('\n')}` },
  );

/** One figure for all that a store holds of the stations. */
async function digest(history: History): Promise<{ readings: number; hash: string }> {
  const hash = createHash('sha256');
  let readings = 0;
  for (const station of stations) {
    const query = {
      station: station.id,
      channels: station.channels.map(({ key }) => key),
      from: 0,
      to: Number.MAX_SAFE_INTEGER,
    };
    for (const { sampledAt, receivedAt, channels } of await gather(history.range(query))) {
      readings += sampledAt.length;
      for (const column of [sampledAt, receivedAt, ...channels.flatMap(({ values, flags }) => [values, flags])]) {
        hash.update(column);
      }
    }
  }
  await history.close();
  return { readings, hash: hash.digest('hex') };
}

async function expectSame(
  server: RunningServer,
  { influx: { url, token, org }, bucket }: { influx: RunningInflux; bucket: string },
  readings: number,
): Promise<void> {
  const settings = { url, token, org, bucket, retentionDays: null };
  const ledger = await digest(new ThreadedHistory({ kind: 'sqlite', path: join(server.data, 'ledger.db') }));
  expect(ledger.readings).toBe(readings);
  expect(await digest(new ThreadedHistory({ kind: 'influx', settings }))).toEqual(ledger);
}

describeWith('influxd', 'a server with InfluxDB', () => {
  const noon = Date.now() - 600 * MINUTE;
  let influx: RunningInflux;

  beforeAll(async () => {
    influx = await startInflux();
  }, 60_000);

  it('has a wrong token said in words, keeps every reading, and replicates all of them once it is right', async () => {
    const bucket = bucketName();
    const settings = { ...settingsFor(influx, bucket), CLEARWELL_INFLUX_TOKEN: 'wrong' };
    let server = await startServer({ settings });
    await publish(server, noon, 30);
    await server.program.line(/takes no readings.*refuses the token: set CLEARWELL_INFLUX_TOKEN/);
    const { status, replication } = await health(server);
    expect({ status, backlog: replication?.backlog }).toEqual({ status: 'ok', backlog: 60 });
    expect(replication?.trouble).toMatch(/refuses the token/);
    expect(server.program.lines.join('\n')).not.toContain('wrong');
    await server.program.stop();
    server = await startServer({ after: server, settings: { CLEARWELL_INFLUX_TOKEN: influx.token } });
    await replicated(server);
    await expectSame(server, { influx, bucket }, 60);
    await server.program.stop();
  }, 60_000);

  it('says in words that an organisation is unknown', async () => {
    const settings = { ...settingsFor(influx, bucketName()), CLEARWELL_INFLUX_ORG: 'nobody' };
    const server = await startServer({ settings });
    await server.program.line(/no organisation nobody.*correct CLEARWELL_INFLUX_ORG/);
    await server.program.stop();
  }, 60_000);

  it('copies what was there before it was switched on', async () => {
    const bucket = bucketName();
    const settings = settingsFor(influx, bucket);
    let server = await startServer({ settings: { CLEARWELL_STATIONS: settings['CLEARWELL_STATIONS'] ?? '' } });
    await publish(server, noon, 40);
    expect((await health(server)).replication).toBeNull();
    await server.program.stop();
    server = await startServer({ after: server, settings });
    await replicated(server);
    await expectSame(server, { influx, bucket }, 80);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/^clearwell_history_backlog_readings 0$/m);
    await server.program.stop();
  }, 60_000);

  // One that runs elsewhere is not ours to kill.
  const whenOurs = process.env['INFLUX_URL'] === undefined ? it : it.skip;

  whenOurs(
    'catches up when InfluxDB was killed or stopped while readings went on',
    async () => {
      const bucket = bucketName();
      const server = await startServer({ settings: settingsFor(influx, bucket) });
      let sent = 0;
      for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
        await publish(server, noon + sent * MINUTE, 25);
        await replicated(server);
        await influx.stop(signal);
        await publish(server, noon + (sent + 25) * MINUTE, 25);
        sent += 50;
        const state = await until(async () => (await health(server)).replication?.trouble, { saying: 'the trouble' });
        expect(state).toMatch(/nothing answers at/);
        expect((await health(server)).replication?.backlog).toBe(50);
        // What InfluxDB lacks, the ledger answers.
        const answer = await fetch(`${server.url}/api/stations/zz-001/history?from=0`);
        expect(((await answer.json()) as { sampledAt: number[] }).sampledAt).toHaveLength(sent);
        influx = await startInflux({ after: influx });
        await replicated(server);
        await expectSame(server, { influx, bucket }, 2 * sent);
      }
      const changes = server.program.lines.filter((line) => line.includes('InfluxDB at'));
      expect(changes.map((line) => /takes (?:no )?readings/.exec(line)?.[0])).toEqual([
        'takes readings',
        'takes no readings',
        'takes readings',
        'takes no readings',
        'takes readings',
      ]);
      await server.program.stop();
    },
    90_000,
  );
});
