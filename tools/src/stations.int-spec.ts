import { buildStation, startNode, startServer, temporaryFolder, type RunningServer } from '@clearwell/testkit';
import { stationId } from '@clearwell/water-quality';
import { connectAsync } from 'mqtt';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const TOOL = resolve(import.meta.dirname, 'stations.ts');
const KEY = 'a key of this spec alone';

let server: RunningServer;
const folder = temporaryFolder();

beforeAll(async () => {
  server = await startServer({ settings: { CLEARWELL_API_KEY: KEY } });
});

afterAll(() => server.program.stop());

async function call(args: readonly string[], key = KEY): Promise<{ code: number | null; said: string }> {
  const program = startNode(TOOL, [...args, '--server', server.url], { env: { CLEARWELL_API_KEY: key } });
  const { code } = await program.ended;
  return { code, said: program.lines.join('\n') };
}

function write(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('npm run stations', () => {
  it('adds, changes, retires and shows a station', async () => {
    const station = buildStation();
    expect(await call(['add', write('a.json', station)])).toEqual({ code: 0, said: 'Registered: zz-001' });
    const changed = { ...station, name: { zh: '新名', en: 'New name' } };
    const from = '2026-05-01T12:00:00+08:00';
    expect((await call(['change', write('b.json', changed), '--from', from])).code).toBe(0);
    expect((await call(['retire', 'zz-001'])).said).toBe('zz-001 is out of service from now on');
    expect((await call(['list'])).said).toBe('');
    expect((await call(['list', '--retired'])).said).toMatch(/^zz-001.*New name.*retired$/);
    const { said } = await call(['show', 'zz-001']);
    expect(said).toMatch(/1 {2}since ever.*Zhongshan Road[^]*2 {2}2026-05-01T04:00:00.000Z.*New name[^]*3 .*retired/);
    expect((await call(['reinstate', 'zz-001'])).code).toBe(0);
  });

  it('adopts who waits', async () => {
    const client = await connectAsync(server.mqttUrl);
    const reading = JSON.stringify({ sampledAt: Date.now(), values: { ph: 7 } });
    await client.publishAsync('clearwell/v1/zz/zz-300/readings', reading, { qos: 1 });
    await client.endAsync();
    expect((await call(['parked'])).said).toMatch(/^zz-300 .*1 messages.*ph$/);
    const incomplete = await call(['adopt', 'zz-300', '--name-zh', '名']);
    expect(incomplete).toMatchObject({ code: 1, said: expect.stringMatching(/siteType[^]*intervalMs/) as string });
    const names = ['--name-zh', '名', '--name-en', 'Name', '--district-zh', '区', '--district-en', 'District'];
    const rest = ['--site-type', 'pipe_end', '--lat', '34.7', '--lon', '113.6', '--interval-s', '600'];
    expect(await call(['adopt', 'zz-300', ...names, ...rest])).toMatchObject({ code: 0 });
    expect((await call(['parked'])).said).toBe('Nobody waits');
  });

  it('says what an import would do, and every fault of a file', async () => {
    const header = 'id,region,name_zh,name_en,district_zh,district_en,site_type,lat,lon,interval_s,channels';
    const good = write('good.csv', `${header}\nzz-400,zz,名,Name,区,District,pipe_end,34.7,113.6,600,ph;turbidity\n`);
    expect((await call(['import', good, '--dry-run'])).said).toMatch(/Nothing was done yet[^]*created: 1 {2}zz-400/);
    expect((await call(['show', 'zz-400'])).code).toBe(1);
    expect((await call(['import', good])).code).toBe(0);
    const bad = write('bad.csv', `${header}\nzz-401,zz,名,Name,区,District,pond,95,113.6,600,ph\n`);
    const refused = await call(['import', bad]);
    expect(refused).toMatchObject({
      code: 1,
      said: expect.stringMatching(/line 2: site_type[^]*line 2: lat/) as string,
    });
  });

  it.each<[string, readonly string[], RegExp]>([
    ['nothing', [], /Say what to do/],
    ['something else', ['dance'], /Say what to do/],
    ['no station', ['show'], /needs to know/],
    ['an unknown option', ['list', '--al'], /Unknown option/],
    ['a file that is not there', ['add', '/nowhere.json'], /can't be read/],
    ['a station nobody knows', ['retire', 'zz-999'], /no station zz-999/],
  ])('says what to do when it is asked for %s', async (_, args, saying) => {
    const { code, said } = await call(args);
    expect(code).toBe(1);
    expect(said).toMatch(saying);
    expect(said).not.toMatch(/ at .*\.ts:/);
  });

  it('says that the key is wrong, or that no server answers', async () => {
    const other = write('c.json', buildStation({ id: stationId('zz-500') }));
    expect(await call(['add', other], 'another key of this kind')).toMatchObject({ code: 1 });
    expect((await call(['show', 'zz-500'])).said).toMatch(/no station/);
    const program = startNode(TOOL, ['list', '--server', 'http://127.0.0.1:9']);
    expect((await program.ended).code).toBe(1);
    expect(program.lines.join()).toMatch(/does not answer: start the server/);
  });
});
