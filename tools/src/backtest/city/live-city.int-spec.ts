import { startNode, startServer, temporaryFolder } from '@clearwell/testkit';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const SIMULATOR = resolve(import.meta.dirname, '../../../../firmware-sim/src/main.ts');
const BACKTEST = resolve(import.meta.dirname, '../../backtest.ts');
/** Three days pass in a quarter of a minute: 100 ms of waiting are 29 minutes of the city. */
const RATE = '17280';
const START = '2026-03-01T16:00:00Z';

/**
 * A works gives out foreign water on the third day, which reaches a station that has lost its link just then; another says
 * everything twice, the probes of a third freeze, and a fourth sees a slug of its own.
 */
const SCENARIOS = [
  'contamination@zz-001+50h',
  'link-outage@zz-007+55h',
  'duplicate@zz-002+50h',
  'frozen@zz-005+56h',
  'contamination@zz-004+62h',
];

const run = async (program: string, ...args: string[]) => {
  const started = startNode(program, args);
  const { code } = await started.ended;
  return { code, said: started.lines.join('\n') };
};

async function writeCityFolder(folder: string): Promise<string> {
  const scenarios = SCENARIOS.flatMap((scenario) => ['--scenario', scenario]);
  const setting = ['--stations', '8', '--days', '3', '--everyday', 'off', ...scenarios];
  expect(await run(SIMULATOR, '--write-city', folder, ...setting)).toMatchObject({ code: 0 });
  return folder;
}

/** A server that knows the city's stations, and how water runs between them. */
async function serverFor(city: string, folder: string) {
  const [stations, network] = [join(folder, 'stations.json'), join(folder, 'network.json')];
  const files = ['--write-stations', stations, '--write-network', network];
  expect(await run(SIMULATOR, ...files, '--replay', city)).toMatchObject({ code: 0 });
  const clock = { CLEARWELL_CLOCK_START: START, CLEARWELL_CLOCK_RATE: RATE };
  const server = await startServer({ settings: { CLEARWELL_STATIONS: stations, ...clock } });
  const answer = await fetch(`${server.url}/api/network`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: readFileSync(network),
  });
  expect(answer.status).toBe(200);
  return server;
}

/** A city, and the data of a server that has heard it. */
async function hear(folder: string) {
  const city = await writeCityFolder(join(folder, 'city'));
  const server = await serverFor(city, folder);
  const replay = await run(SIMULATOR, '--replay', city, '--broker', server.mqttUrl, '--rate', RATE);
  await server.program.stop();
  return { city, data: server.data, replay };
}

describe('a recorded city that is replayed to a server', () => {
  const folder = temporaryFolder();
  const out = join(folder, 'out');
  let heard: Awaited<ReturnType<typeof hear>>;
  const backtest = () => run(BACKTEST, '--city', heard.city, '--out', out, '--against', heard.data);
  beforeAll(async () => {
    heard = await hear(folder);
  }, 120_000);

  it('comes to the same incidents, faults and episodes as its backtest', async () => {
    expect(heard.replay).toMatchObject({
      code: 0,
      said: expect.stringMatching(/[1-9]\d* of them doubled, \d+ in 1 late/),
    });
    const { code, said } = await backtest();
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringMatching(/incidents: [3-9] of/) });
    expect(said).toMatch(/faults: [1-9]\d* of/);
    const alerts = readFileSync(join(out, 'alerts.csv'), 'utf8');
    for (const kind of ['ZZ-001;ZZ-007,cluster', 'ZZ-004,event', 'ZZ-005,fault']) expect(alerts).toContain(kind);
  }, 60_000);

  it('is told apart from one that came to less', async () => {
    const database = new DatabaseSync(join(heard.data, 'ledger.db'));
    database.exec("delete from incident where id like 'cluster %'");
    database.close();
    const { code, said } = await backtest();
    expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining('only here   cluster notified') });
  }, 60_000);
});
