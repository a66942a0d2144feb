import { historySchema, outcomesSchema, stateSchema } from '@clearwell/contracts';
import { alertListSchema } from '@clearwell/contracts/alerts';
import { buildStation, runServer, startServer, temporaryFolder, until, type RunningServer } from '@clearwell/testkit';
import { connectAsync } from 'mqtt';
import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const SLOT = 600_000;

function stationsFile(): string {
  const file = join(temporaryFolder(), 'stations.json');
  writeFileSync(file, JSON.stringify({ stations: [buildStation()] }));
  return file;
}

/** Publishes readings one after the other until the server is gone; returns the sampling times it acknowledged. */
async function publishUntilGone(server: RunningServer, from: number): Promise<number[]> {
  const acknowledged: number[] = [];
  const client = await connectAsync(server.mqttUrl, { reconnectPeriod: 0 });
  client.on('error', () => undefined);
  const gone = new Promise<'gone'>((resolve) => client.once('close', () => resolve('gone')));
  for (let sampledAt = from; ; sampledAt++) {
    const sent = client.publishAsync(
      'clearwell/v1/zz/zz-001/readings',
      JSON.stringify({ sampledAt, values: { ph: 7 } }),
      { qos: 1 },
    );
    if ((await Promise.race([sent, gone])) === 'gone') return acknowledged;
    acknowledged.push(sampledAt);
  }
}

async function storedBetween(server: RunningServer, from: number, to: number): Promise<number[]> {
  const answer = await fetch(`${server.url}/api/stations/zz-001/history?from=${String(from)}&to=${String(to)}`);
  return historySchema.parse(await answer.json()).sampledAt;
}

describe('a server killed without warning', () => {
  it('has everything it acknowledged, once, after a restart', async () => {
    let server = await startServer({ settings: { CLEARWELL_STATIONS: stationsFile() } });
    const from = Date.now() - 86_400_000;
    const acknowledged: number[] = [];
    for (const life of [0, 1, 2]) {
      const start = from + life * 1_000_000;
      const publishing = publishUntilGone(server, start);
      const { url } = server;
      await until(
        async () => {
          const { readings } = outcomesSchema.parse(await (await fetch(`${url}/api/outcomes`)).json());
          return readings.stored > acknowledged.length + 50 + life * 17;
        },
        { saying: 'some readings to be stored' },
      );
      await server.program.kill();
      acknowledged.push(...(await publishing));
      server = await startServer({ after: server });
    }
    const stored = await storedBetween(server, from, from + 4_000_000);
    expect(acknowledged.length).toBeGreaterThan(150);
    expect(new Set(stored).size).toBe(stored.length);
    expect(acknowledged.filter((sampledAt) => !stored.includes(sampledAt))).toEqual([]);
    const { readings } = outcomesSchema.parse(await (await fetch(`${server.url}/api/outcomes`)).json());
    expect(readings.stored).toBe(stored.length);
    await server.program.stop();
  }, 60_000);
});

describe('a server that was down for an hour', () => {
  it('gives its stations time to speak before it calls them silent', async () => {
    const before = await startServer({ settings: { CLEARWELL_STATIONS: stationsFile() } });
    const client = await connectAsync(before.mqttUrl, { reconnectPeriod: 0 });
    client.on('error', () => undefined);
    const sampledAt = Date.now();
    const reading = JSON.stringify({ sampledAt, values: { ph: 7 } });
    await client.publishAsync('clearwell/v1/zz/zz-001/readings', reading, { qos: 1 });
    await before.program.stop();
    await client.endAsync(true);
    const restart = sampledAt + 7 * SLOT;
    const CLEARWELL_CLOCK_START = new Date(restart).toISOString();
    const server = await startServer({
      after: before,
      settings: { CLEARWELL_CLOCK_START, CLEARWELL_CLOCK_RATE: '600' },
    });
    const silences = async () => {
      const answer = await fetch(`${server.url}/api/alerts?kind=silence`);
      return alertListSchema.parse(await answer.json()).alerts;
    };
    const [silence] = await until(async () => ((await silences()).length > 0 ? silences() : null), {
      saying: 'the silence to be told',
    });
    expect(silence?.start).toBe(sampledAt);
    expect(silence?.openedAt).toBeGreaterThan(restart + 2 * SLOT);
    await server.program.stop();
  });
});

describe('the demo, stopped and started again', () => {
  it('goes on with the history and the sequence of every station', async () => {
    const settings = {
      CLEARWELL_DEMO_STATIONS: '6',
      CLEARWELL_DEMO_DAYS: '0.5',
      CLEARWELL_DEMO_EVERYDAY: 'false',
      CLEARWELL_CLOCK_RATE: '3600',
    };
    let server = await startServer({ settings, args: ['--demo'] });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const before = await storedCount(server);
      const { url } = server;
      await until(async () => (await storedCount({ url })) > before + 60 && (await heardStations({ url })) === 6, {
        saying: 'more than 60 readings more, and every station',
        within: 30_000,
      });
      expect(await server.program.stop(signal)).toEqual({ code: 0, signal: null });
      expect(server.program.lines.at(-1)).toMatch(/everything acknowledged is stored/);
      if (signal === 'SIGINT') server = await startServer({ after: server, args: ['--demo'] });
    }
    const database = new DatabaseSync(join(server.data, 'ledger.db'), { readOnly: true });
    const rows = database
      .prepare('select station, sampled_at, boot, seq from reading order by station, sampled_at')
      .all();
    database.close();
    expect(new Set(rows.map((row) => row['station'])).size).toBe(6);
    rows.forEach((row, i) => {
      const before = rows[i - 1];
      if (before === undefined || before['station'] !== row['station']) return;
      expect(row).toMatchObject({
        boot: before['boot'],
        seq: Number(before['seq']) + 1,
        sampled_at: Number(before['sampled_at']) + SLOT,
      });
    });
  }, 60_000);

  it('leaves no station running when it is killed', async () => {
    const server = await startServer({
      settings: { CLEARWELL_DEMO_STATIONS: '2', CLEARWELL_DEMO_DAYS: '0', CLEARWELL_LOG_LEVEL: 'debug' },
      args: ['--demo'],
    });
    const line = await server.program.line(/simulator process (\d+)/);
    const pid = Number(/process (\d+)/.exec(line)?.[1]);
    expect(isRunning(pid)).toBe(true);
    await server.program.kill();
    await until(() => !isRunning(pid), { saying: 'the simulated stations to end' });
  });
});

/** How many stations have sent something. */
async function heardStations({ url }: Pick<RunningServer, 'url'>): Promise<number> {
  const { stations } = stateSchema.parse(await (await fetch(`${url}/api/state`)).json());
  return stations.filter(({ latest }) => latest !== null).length;
}

async function storedCount({ url }: Pick<RunningServer, 'url'>): Promise<number> {
  return outcomesSchema.parse(await (await fetch(`${url}/api/outcomes`)).json()).readings.stored;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a server that can not start', () => {
  it('says which port is taken and what to do, and exits with 1', async () => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const { port } = other.address() as AddressInfo;
    for (const name of ['CLEARWELL_HTTP_PORT', 'CLEARWELL_MQTT_PORT']) {
      const free = { CLEARWELL_HTTP_PORT: '0', CLEARWELL_MQTT_PORT: '0', CLEARWELL_DATA: temporaryFolder() };
      const program = runServer({ ...free, [name]: String(port) });
      expect(await program.ended).toEqual({ code: 1, signal: null });
      expect(program.lines).toEqual([
        `Clearwell can't start: 127.0.0.1:${String(port)} is taken by another program: stop it, or set ${name} to a free port`,
      ]);
    }
    other.close();
  });

  it('says that another server works with its data, and leaves that one alone', async () => {
    const first = await startServer();
    const program = runServer({ CLEARWELL_DATA: first.data, CLEARWELL_HTTP_PORT: '0', CLEARWELL_MQTT_PORT: '0' });
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.lines).toEqual([
      `Clearwell can't start: the data folder ${first.data} can't be used: another server works with it. CLEARWELL_DATA names another`,
    ]);
    expect((await fetch(`${first.url}/health`)).ok).toBe(true);
    await first.program.stop();
  });

  it('says which option it does not know', async () => {
    const program = runServer({}, ['--dmeo']);
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.lines).toEqual(["Clearwell can't start: Unknown option '--dmeo'; --help lists what there is"]);
  });

  it('names every bad setting at once, and exits with 1', async () => {
    const program = runServer({ CLEARWELL_HTTP_PORT: 'x', CLEARWELL_LOG_LEVEL: 'loud', CLEARWELL_PORT: '1' });
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.lines.join('\n')).toMatch(/CLEARWELL_PORT[^]*CLEARWELL_HTTP_PORT[^]*CLEARWELL_LOG_LEVEL/);
  });

  it('says what is wrong with its stations file', async () => {
    const program = runServer({ CLEARWELL_STATIONS: '/nowhere/stations.json', CLEARWELL_DATA: temporaryFolder() });
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.lines.join('\n')).toMatch(/\/nowhere\/stations.json can't be read/);
  });
});
