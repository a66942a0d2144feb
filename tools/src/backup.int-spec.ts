import { historySchema, outcomesSchema } from '@clearwell/contracts';
import { inspectLedger } from '@clearwell/ledger';
import { buildStation, startNode, startServer, temporaryFolder, until, type RunningServer } from '@clearwell/testkit';
import { connectAsync } from 'mqtt';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const DAY_MS = 86_400_000;
const [BACKUP, RESTORE] = ['backup.ts', 'restore.ts'].map((name) => resolve(import.meta.dirname, name));

async function run(program = '', args: readonly string[]): Promise<{ code: number | null; said: string }> {
  const running = startNode(program, args, { env: { CLEARWELL_DATA: undefined } });
  const { code } = await running.ended;
  return { code, said: running.lines.join('\n') };
}

const backup = (...args: string[]) => run(BACKUP, args);
const restore = (...args: string[]) => run(RESTORE, args);

function stationsFile(): string {
  const file = join(temporaryFolder(), 'stations.json');
  writeFileSync(file, JSON.stringify({ stations: [buildStation()] }));
  return file;
}

const start = (after?: RunningServer) =>
  startServer({ settings: { CLEARWELL_STATIONS: stationsFile() }, ...(after && { after }) });

/** Publishes one reading after the other, a millisecond apart, and keeps the sampling times that were acknowledged. */
async function keepPublishing(server: RunningServer, from: number) {
  const client = await connectAsync(server.mqttUrl);
  const acknowledged: number[] = [];
  const over = new AbortController();
  const publishing = (async () => {
    for (let sampledAt = from; !over.signal.aborted; sampledAt++) {
      const body = JSON.stringify({ sampledAt, values: { ph: 7 } });
      await client.publishAsync('clearwell/v1/zz/zz-001/readings', body, { qos: 1 });
      acknowledged.push(sampledAt);
    }
  })();
  const stop = async (): Promise<void> => {
    over.abort();
    await publishing;
    await client.endAsync();
  };
  return { acknowledged, stop };
}

async function historyOf(server: RunningServer, from: number) {
  const query = `from=${String(from)}&to=${String(from + DAY_MS)}`;
  return historySchema.parse(await (await fetch(`${server.url}/api/stations/zz-001/history?${query}`)).json());
}

function sampledIn(file: string): Set<number> {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('select sampled_at from reading').all();
  database.close();
  return new Set(rows.map((row) => Number(row['sampled_at'])));
}

/** A ledger with nothing but its tables, and a copy of it. */
async function smallCopy(): Promise<{ data: string; copy: string }> {
  const server = await start();
  await server.program.stop();
  const copy = join(temporaryFolder(), 'copy.db');
  expect(await backup(copy, '--data', server.data)).toMatchObject({ code: 0 });
  return { data: server.data, copy };
}

describe('npm run backup beneath a running server', () => {
  const from = Date.now() - DAY_MS;
  const folder = temporaryFolder();
  let server: RunningServer;
  let before: readonly number[];

  beforeAll(async () => {
    server = await start();
    const { acknowledged, stop } = await keepPublishing(server, from);
    await until(() => acknowledged.length > 200, { saying: 'readings to be acknowledged' });
    before = [...acknowledged];
    for (const name of ['plain.db', 'packed.db.gz', 'packed.db.zst'])
      expect(await backup(join(folder, name), '--data', server.data)).toMatchObject({ code: 0 });
    const during = acknowledged.length;
    await until(() => acknowledged.length > during, { saying: 'the server to go on' });
    await stop();
    expect(during).toBeGreaterThan(before.length);
  });

  it('copies everything that was acknowledged before it began, in one whole file', () => {
    const file = join(folder, 'plain.db');
    expect(readdirSync(folder).sort()).toEqual(['packed.db.gz', 'packed.db.zst', 'plain.db']);
    expect(inspectLedger(file)).toMatchObject({ stations: 1, isOlder: false });
    const copied = sampledIn(file);
    expect(before.filter((sampledAt) => !copied.has(sampledAt))).toEqual([]);
  });

  it('gives it back to a server in an empty folder: the same history, the same counters', async () => {
    const data = join(temporaryFolder(), 'new', 'data');
    const { code, said } = await restore(join(folder, 'plain.db'), '--data', data);
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringMatching(/readings of 1 stations/) as string });
    const n = sampledIn(join(data, 'ledger.db')).size;
    const second = await startServer({ settings: { CLEARWELL_DATA: data } });
    const [first, again] = [await historyOf(server, from), await historyOf(second, from)];
    expect(again.sampledAt).toEqual(first.sampledAt.slice(0, n));
    expect(again.receivedAt).toEqual(first.receivedAt.slice(0, n));
    const outcomes = outcomesSchema.parse(await (await fetch(`${second.url}/api/outcomes`)).json());
    expect(outcomes.readings.stored).toBe(n);
    await second.program.stop();
  });

  it.each(['packed.db.gz', 'packed.db.zst'])('gives %s back as it was', async (name) => {
    const data = temporaryFolder();
    expect(await restore(join(folder, name), '--data', data)).toMatchObject({ code: 0 });
    const restored = sampledIn(join(data, 'ledger.db'));
    expect(before.filter((sampledAt) => !restored.has(sampledAt))).toEqual([]);
  });

  it('names the copy by its time in a folder, and never writes over a file', async () => {
    const place = temporaryFolder();
    expect(await backup(place, '--pack', 'zstd', '--data', server.data)).toMatchObject({ code: 0 });
    const [name = ''] = readdirSync(place);
    expect(name).toMatch(/^clearwell-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.db\.zst$/);
    const content = readFileSync(join(place, name));
    const again = await backup(join(place, name), '--data', server.data);
    expect(again).toMatchObject({ code: 1, said: expect.stringMatching(/is there already/) as string });
    expect(readFileSync(join(place, name))).toEqual(content);
  });

  it('is not restored over a ledger that a server works with', async () => {
    const answer = await restore(join(folder, 'plain.db'), '--data', server.data);
    expect(answer).toMatchObject({ code: 1, said: expect.stringMatching(/Another server works with/) as string });
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    expect(readdirSync(server.data).filter((name) => name.includes('restore') || name.includes('unchecked'))).toEqual(
      [],
    );
  });

  afterAll(() => server.program.stop());
});

describe('npm run restore', () => {
  it('keeps the ledger it replaces, with what a killed server left in its log', async () => {
    const from = Date.now() - DAY_MS;
    const server = await start();
    const { acknowledged, stop } = await keepPublishing(server, from);
    await until(() => acknowledged.length > 20, { saying: 'readings to be acknowledged' });
    await stop();
    await server.program.kill();
    const { copy } = await smallCopy();
    expect(await restore(copy, '--data', server.data)).toMatchObject({ code: 0 });
    expect(sampledIn(join(server.data, 'ledger.db')).size).toBe(0);
    const [aside = ''] = readdirSync(server.data).filter((name) => name.includes('before-restore'));
    expect([...sampledIn(join(server.data, aside))]).toEqual(acknowledged);
  });

  it('refuses what is damaged, newer or no ledger, and changes nothing', async () => {
    const { data, copy } = await smallCopy();
    const ledger = readFileSync(join(data, 'ledger.db'));
    const folder = temporaryFolder();
    const make = (name: string, sql: string): string => {
      const file = join(folder, name);
      if (sql !== '') copyFileSync(copy, file);
      const database = new DatabaseSync(file);
      database.exec(sql === '' ? 'create table a (b)' : sql);
      database.close();
      return file;
    };
    const newer = make('newer.db', "insert into kysely_migration values ('9999-later', 'now')");
    const other = make('other.db', '');
    const torn = join(folder, 'torn.db');
    writeFileSync(torn, readFileSync(copy).subarray(0, 20_000));
    const cut = join(folder, 'cut.db.gz');
    expect(await backup(cut, '--data', data)).toMatchObject({ code: 0 });
    writeFileSync(cut, readFileSync(cut).subarray(0, 1_000));
    const cases = { [newer]: /newer version/, [other]: /no ledger/, [torn]: /damaged|can't be read/, [cut]: /damaged/ };
    for (const [file, saying] of Object.entries(cases)) {
      const answer = await restore(file, '--data', data);
      expect(answer).toMatchObject({ code: 1, said: expect.stringMatching(saying) as string });
      expect(answer.said).toMatch(/Nothing was changed/);
    }
    expect(readFileSync(join(data, 'ledger.db'))).toEqual(ledger);
    expect(readdirSync(data).sort()).toEqual(['ledger.db', 'server.lock']);
  });
});

describe('the command lines of both', () => {
  it('say how they are used, and what is wrong', async () => {
    for (const command of [backup, restore]) {
      expect(await command('--help')).toMatchObject({ code: 0, said: expect.stringMatching(/--data DIR/) as string });
      expect((await command()).code).toBe(2);
      expect((await command('a', 'b')).code).toBe(2);
    }
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'empty'));
    const nothing = await backup(join(folder, 'a.db'), '--data', join(folder, 'empty'));
    expect(nothing).toMatchObject({ code: 1, said: expect.stringMatching(/There is no ledger at/) as string });
    expect((await restore(join(folder, 'none.db'), '--data', join(folder, 'data'))).code).toBe(1);
    expect(existsSync(join(folder, 'data'))).toBe(false);
    expect((await backup(folder, '--pack', 'rar')).code).toBe(2);
  });
});
