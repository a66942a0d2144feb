import { historySchema, outcomesSchema } from '@clearwell/contracts';
import {
  describeWithData,
  sharedData,
  buildChannel,
  buildStation,
  startNode,
  startServer,
  temporaryFolder,
  until,
  type Program,
  type RunningServer,
} from '@clearwell/testkit';
import { stationId } from '@clearwell/water-quality';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from './run-node.ts';

const IMPORT = resolve(ROOT, 'tools/src/import.ts');
const SLOT = 600_000;
const START = Date.UTC(2025, 0, 1);

let server: RunningServer;
const folder = temporaryFolder();
const state = join(folder, 'state');
const journals = (): string[] => {
  const place = join(state, 'clearwell/imports');
  return existsSync(place) ? readdirSync(place) : [];
};

beforeAll(async () => {
  const file = join(folder, 'stations.json');
  const bare = buildStation({ id: stationId('zz-002'), channels: [buildChannel('ph')] });
  writeFileSync(file, JSON.stringify({ stations: [buildStation(), bare] }));
  server = await startServer({ settings: { CLEARWELL_STATIONS: file } });
});

afterAll(() => server.program.stop());

function start(args: readonly string[], env: Record<string, string> = {}): Program {
  return startNode(IMPORT, ['--server', server.url, ...args], { env: { XDG_STATE_HOME: state, ...env } });
}

/** Runs an import to its end. */
async function run(...args: string[]): Promise<{ code: number | null; said: string }> {
  const program = start(args);
  const { code } = await program.ended;
  return { code, said: program.lines.join('\n') };
}

function write(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** Rows of ten minutes that differ from one another. */
const table = (rows: number): string =>
  [
    'Zeit,Cl,Trb',
    ...Array.from({ length: rows }, (_, i) =>
      [new Date(START + i * SLOT).toISOString().slice(0, 19).replace('T', ' '), 0.3 + (i % 50) / 100, 0.2].join(','),
    ),
  ].join('\n');

const PLAIN = ['--map', 'Cl=free_chlorine,Trb=turbidity', '--time-column', 'Zeit', '--time-zone', 'UTC'];
const FRESH = [
  '--region',
  'zz',
  '--name-zh',
  '新站',
  '--district-zh',
  '东区',
  '--site-type',
  'pipe_end',
  '--lat',
  '34.7',
  '--lon',
  '113.6',
  '--interval',
  '10min',
];

async function history(id: string, from: number, to: number) {
  const answer = await fetch(`${server.url}/api/stations/${id}/history?from=${String(from)}&to=${String(to)}`);
  return historySchema.parse(await answer.json());
}

const stored = async (): Promise<number> =>
  outcomesSchema.parse(await (await fetch(`${server.url}/api/outcomes`)).json()).readings.stored;

describe('an import', () => {
  it('makes the station, stores every row once, and says of each what became of it', async () => {
    const file = write('plain.csv', `${table(2_500)}\n2025-02-01,0.5\nlater,0.5,0.2\n`);
    const report = join(folder, 'report.csv');
    const args = [file, '--station', 'zz-010', ...PLAIN, ...FRESH, '--report', report];
    const first = await run(...args);
    expect(first.said).toMatch(/2,502 rows read: 2,500 stored, 0 duplicate, 0 merged, 0 conflicting, 2 rejected/);
    expect(first.said).toMatch(
      /ragged_row: 1\n {4}line 2502: 2 cells; the header has 3\n {2}bad_time: 1\n {4}line 2503/,
    );
    expect(readFileSync(report, 'utf8').split('\n')).toEqual([
      'from_line,to_line,rows,outcome,reason,detail,beyond_horizon',
      '2,1001,1000,stored,,,',
      '1002,2001,1000,stored,,,',
      '2002,2501,500,stored,,,',
      '2502,2502,1,rejected,ragged_row,2 cells; the header has 3,',
      `2503,2503,1,rejected,bad_time,'later' is no time of the form yyyy-MM-dd HH:mm:ss,`,
      '',
    ]);
    expect(first.code).toBe(0);
    const { sampledAt, values } = await history('zz-010', START, START + 2_600 * SLOT);
    expect(sampledAt).toEqual(Array.from({ length: 2_500 }, (_, i) => START + i * SLOT));
    expect(Object.values(values).map((column) => column.slice(0, 2))).toEqual([
      [0.3, 0.31],
      [0.2, 0.2],
    ]);
    const before = await stored();
    const second = await run(...args, '--report', join(folder, 'report.json'));
    expect(second.said).toMatch(/2,502 rows read: 0 stored, 2,500 duplicate, 0 merged, 0 conflicting, 2 rejected/);
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({
      counts: { read: 2_502, duplicate: 2_500, reasons: { ragged_row: 1, bad_time: 1 } },
      rows: [{ from: 2, to: 1_001, rows: 1_000, outcome: 'duplicate' }, {}, {}, {}, {}],
    });
    expect(await stored()).toBe(before);
    expect(journals()).toEqual([]);
  });

  it('says how many rows lie beyond the horizon of a station that is live', async () => {
    await run(write('first.csv', table(3)), '--station', 'zz-052', ...PLAIN, ...FRESH);
    const live = { sampledAt: Date.now(), values: { free_chlorine: 0.5 } };
    await fetch(`${server.url}/api/stations/zz-052/readings`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(live),
    });
    const report = join(folder, 'beyond.csv');
    const { said } = await run(write('old.csv', table(5)), '--station', 'zz-052', ...PLAIN, '--report', report);
    expect(said).toMatch(/5 rows read: 2 stored, 3 duplicate, .*\n {2}2 of them beyond the horizon: .*not judged/);
    expect(readFileSync(report, 'utf8')).toContain('5,6,2,stored,,,true\n');
  });

  it('killed half way and run again ends with the same rows, and reports them all', async () => {
    const rows = 20_000;
    const args = [write('long.csv.gz', gzipSync(table(rows))), '--station', 'zz-011', ...PLAIN, ...FRESH];
    const before = await stored();
    const program = start(args);
    await until(async () => (await stored()) > before + 2_000 && journals().length === 1, {
      saying: 'some rows to be stored',
    });
    await program.kill();
    expect(await stored()).toBeLessThan(before + rows);
    const { said } = await run(...args);
    const [, read, fresh, duplicate] = /([\d,]+) rows read: ([\d,]+) stored, ([\d,]+) duplicate/.exec(said) ?? [];
    const number = (text = ''): number => Number(text.replaceAll(',', ''));
    expect(number(read)).toBe(rows);
    // What was on its way when it was killed is sent once more, and no more than that.
    expect(number(fresh) + number(duplicate)).toBe(rows);
    expect(number(duplicate)).toBeLessThanOrEqual(2_000);
    expect(await stored()).toBe(before + rows);
    expect((await history('zz-011', START, START + rows * SLOT)).sampledAt).toHaveLength(rows);
    expect(journals()).toEqual([]);
  }, 60_000);

  it('stopped by SIGTERM lets what is on its way be answered, and goes on from there', async () => {
    const args = [write('stopped.csv', table(20_000)), '--station', 'zz-012', ...PLAIN, ...FRESH];
    const before = await stored();
    const program = start(args);
    await until(async () => (await stored()) > before, { saying: 'some rows to be stored' });
    expect(await program.stop()).toEqual({ code: 130, signal: null });
    expect(program.lines.at(-1)).toMatch(/^Stopped after [\d,]+ rows.*The same command goes on from there$/);
    expect((await run(...args)).said).toMatch(/20,000 rows read: 20,000 stored, 0 duplicate/);
  }, 60_000);

  it('goes on by itself when the server comes back', async () => {
    const args = [write('patient.csv', table(20_000)), '--station', 'zz-013', ...PLAIN, ...FRESH];
    const before = await stored();
    const program = start(args);
    await until(async () => (await stored()) > before, { saying: 'some rows to be stored' });
    await server.program.kill();
    await program.line(/takes nothing at the moment.*trying again/);
    server = await startServer({ after: server });
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(program.lines.join('\n')).toMatch(
      /20,000 rows read: [\d,]+ stored, [\d,]+ duplicate, 0 merged, 0 conflicting, 0 rejected/,
    );
    expect(await stored()).toBe(before + 20_000);
  }, 60_000);

  it('dry shows how rows are understood, and sends nothing', async () => {
    const file = write('dry.csv', 'When;T;Cl\n02/21/2006 00:00;56,6;0,5\n');
    const map = [
      '--map',
      'T=temperature[degF],Cl=free_chlorine',
      '--time-column',
      'When',
      '--time-zone',
      'America/New_York',
    ];
    const before = await stored();
    const { said, code } = await run(file, '--station', 'zz-014', ...map, '--decimal-comma', ...FRESH, '--dry-run');
    expect(code).toBe(0);
    expect(said).toMatch(
      /02\/21\/2006 00:00 → 2006-02-21T05:00:00.000Z {2}temperature 13.67 °C, free_chlorine 0.5 mg\/L/,
    );
    expect(said).toMatch(/would be made[^]*"siteType": "pipe_end"/);
    expect(await stored()).toBe(before);
    expect((await fetch(`${server.url}/api/stations/zz-014/history`)).status).toBe(404);
  });
});

describe('the folder of a city', () => {
  it('brings its stations, its links and its readings, and twice the same', async () => {
    const city = join(folder, 'city');
    mkdirSync(city);
    const listed = ['n1', 'n2'].map((id) => `${id},站,Station ${id},34.7,113.6,pipe_network,D1,,free_chlorine;ph`);
    const head = 'id,name_zh,name_en,lat,lon,site_type,district,node,parameters';
    writeFileSync(join(city, 'stations.csv'), [head, ...listed].join('\n'));
    const travel = [{ from: 'n1', to: 'n2', minutes: 40, share: 0.5 }];
    writeFileSync(join(city, 'network.json'), JSON.stringify({ city: 'Town', travel_times: travel }));
    writeFileSync(join(city, 'calibrations.csv'), 'station,start,end,parameters\n');
    const rows = Array.from({ length: 3_000 }, (_, i) => {
      const at = new Date(START + Math.floor(i / 2) * SLOT).toISOString();
      return i === 7 ? `${at},${at},n2,x,7.4` : `${at},${at},${i % 2 === 0 ? 'n1' : 'n2'},0.5,7.4`;
    });
    writeFileSync(join(city, 'readings.csv'), ['sampled_at,received_at,station,free_chlorine,ph', ...rows].join('\n'));
    const first = await run('--folder', city);
    expect(first.said).toMatch(
      /Stations made: n1, n2\nLinks between stations recorded: 1\n3,000 rows read: 2,999 stored/,
    );
    expect(first.said).toMatch(/1 rejected\n {2}bad_row: 1\n {4}line 9: readings\.csv line 9/);
    const network: unknown = await (await fetch(`${server.url}/api/network`)).json();
    expect(network).toMatchObject({ links: [{ from: 'n1', to: 'n2', travelMinutes: 40, share: 0.5 }] });
    expect((await history('n1', START, START + 1_500 * SLOT)).sampledAt).toHaveLength(1_500);
    expect((await run('--folder', city)).said).toMatch(/that stays\n3,000 rows read: 0 stored, 2,999 duplicate/);
  });
});

describe('an import that can not begin', () => {
  const csv = 'Zeit,Cl,Trb\n2025-01-01 00:00:00,0.5,0.2\n';
  const known = ['--station', 'zz-001'];

  it.each<[string, string[], RegExp]>([
    ['column is not there', ['--map', 'Nitrat=nitrate_n'], /no column Nitrat; there are Zeit, Cl, Trb/],
    ['station is not there', ['--station', 'zz-404'], /no station zz-404: describe it/],
    [
      'station has not the channel',
      ['--station', 'zz-002'],
      /zz-002 has no channel free_chlorine, turbidity; it has ph/,
    ],
    [
      'station is described by half',
      ['--station', 'zz-404', '--region', 'zz'],
      /give also --name-zh or --name-en.*--interval/,
    ],
    ['server is not there', ['--server', 'http://127.0.0.1:1'], /No server answers at.*npm start.*--server/],
  ])('because its %s says so in a sentence, and sends nothing', async (_, args, saying) => {
    const before = await stored();
    const { code, said } = await run(write('bad.csv', csv), ...known, ...PLAIN, ...args);
    expect(said).toMatch(saying);
    expect(said).not.toMatch(/^\s+at /m);
    expect(code).not.toBe(0);
    expect(await stored()).toBe(before);
  });

  it('says every bad option at once', async () => {
    const { code, said } = await run('--station', 'ZZ', '--patience', 'x', '--tme-zone', 'UTC');
    expect(code).toBe(2);
    expect(said).toMatch(
      /did you mean time-zone[^]*patience[^]*CSV file[^]*--map is missing[^]*--time-column is missing[^]*--station must/,
    );
  });
});

describeWithData(sharedData('gecco2018_train_10min.csv'), 'the public example files', () => {
  it('GECCO 2018: a waterworks outflow with two probes of chlorine dioxide comes in whole', async () => {
    const map =
      'Cl=chlorine_dioxide,Cl_2=chlorine_dioxide.2,pH=ph,Redox=orp,Leit=conductivity,Trueb=turbidity,Tp=temperature,Fm=flow,Fm_2=flow.2';
    const { said } = await run(
      sharedData('gecco2018_train_10min.csv'),
      ...['--station', 'de-001', '--map', map, '--time-column', 'Time', '--time-zone', 'UTC', ...FRESH],
    );
    expect(said).toMatch(/13,957 rows read: 13,957 stored/);
    const from = Date.UTC(2016, 7, 3, 9, 49);
    const { sampledAt, values } = await history('de-001', from, from + 365 * 144 * SLOT);
    expect(sampledAt).toHaveLength(13_957);
    expect(sampledAt[0]).toBe(from);
    expect(values).toMatchObject({
      chlorine_dioxide: expect.arrayContaining([0.17]),
      'chlorine_dioxide.2': expect.arrayContaining([0.118]),
    });
  });

  it('EPA CANARY: a US station with °F, psi and local US dates comes in whole', async () => {
    const map =
      'B_CL2_VAL=free_chlorine,B_TURB_VAL=turbidity,B_PH_VAL=ph,B_COND_VAL=conductivity,B_TEMP_VAL=temperature[degF],B_PRES_OP=pressure[psi]';
    const file = sharedData('canary_station_b.csv');
    const rows = readFileSync(file, 'utf8').trim().split('\n').length - 1;
    const { said } = await run(
      ...[
        file,
        '--station',
        'us-001',
        '--map',
        map,
        '--time-column',
        'TimeStep',
        '--time-zone',
        'America/New_York',
        ...FRESH,
      ],
    );
    expect(said).toMatch(new RegExp(`${rows.toLocaleString('en')} rows read`));
    expect(said).toMatch(/nonexistent_time: 3\n[^]*'04\/02\/2006 02:00:00' never was in America\/New_York/);
    const from = Date.UTC(2006, 1, 21, 5);
    const { sampledAt, values } = await history('us-001', from, from + 365 * 144 * SLOT);
    expect(sampledAt).toHaveLength(rows - 3);
    expect(Object.fromEntries(Object.entries(values).map(([key, column]) => [key, column[0]]))).toMatchObject({
      temperature: 13.67,
      pressure: 0.469,
    });
  });
});
