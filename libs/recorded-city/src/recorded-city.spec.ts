import { buildChannel, buildStation, temporaryFolder } from '@clearwell/testkit';
import { MINUTE, stationId, type Station } from '@clearwell/water-quality';
import fc from 'fast-check';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CityFaultError } from './city-fault.ts';
import { Fingerprint } from './fingerprint.ts';
import { readCity } from './read-city.ts';
import type { CityRecord, RecordedReading } from './recorded-city.ts';
import { writeCity } from './write-city.ts';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const START = Date.UTC(2026, 2, 1, 16);
const KEYS = ['free_chlorine', 'turbidity', 'ph', 'uv254', 'turbidity.2'] as const;

const text = fc.string({ unit: fc.constantFrom('a', 'Z', '水', ',', '"', ' ', '\n'), minLength: 1, maxLength: 8 });

const station = (id: string): fc.Arbitrary<Station> =>
  fc
    .record({
      zh: text,
      en: text,
      code: text,
      lat: fc.double({ min: -90, max: 90, noNaN: true }),
      keys: fc.subarray([...KEYS], { minLength: 1 }),
    })
    .map(({ zh, en, code, lat, keys }) =>
      buildStation({
        id: stationId(id),
        region: 'north',
        name: { zh, en },
        district: { zh: code, en: code },
        // Minus zero is written as zero.
        position: { lat: lat + 0, lon: 113 },
        channels: keys.map((key) => buildChannel(key)),
      }),
    );

const city: fc.Arbitrary<CityRecord> = fc.tuple(station('a01'), station('a02')).chain(([first, second]) =>
  fc.record({
    name: fc.constant('North'),
    stations: fc.constant([first, second]),
    nodeOf: fc.constant(new Map([[first.id, 'n1']])),
    nodes: fc.constant([{ id: 'n1', position: { lat: 34, lon: 113 }, type: 'tank' }]),
    links: fc.constant([{ id: 'p', from: 'n1', to: 'n2', lengthM: 10, diameterMm: 300, type: 'pipe' }]),
    travelTimes: fc.array(
      fc.record({
        from: fc.constant(first.id),
        to: fc.constant(second.id),
        minutes: fc.nat(500),
        share: fc.double({ min: 0, max: 1, noNaN: true }).map((share) => share + 0),
      }),
      { maxLength: 2 },
    ),
    calibrations: fc.array(
      fc.record({
        station: fc.constant(first.id),
        start: fc.constant(START),
        end: fc.nat(100_000).map((ms) => START + ms),
        channels: fc.constant(first.channels.map(({ key }) => key)),
      }),
      { maxLength: 2 },
    ),
  }),
);

const readingsOf = ({ stations }: CityRecord): fc.Arbitrary<RecordedReading[]> => {
  const one = fc.constantFrom(...stations).chain(({ id, channels }) =>
    fc.record({
      station: fc.constant(id),
      sampledAt: fc.nat(10_000_000).map((ms) => START + ms),
      receivedAt: fc.nat(10_000_000).map((ms) => START + ms),
      values: fc
        .subarray(
          channels.map(({ key }) => key),
          { minLength: 1 },
        )
        .chain((keys) =>
          fc.record(
            Object.fromEntries(
              keys.map((key) => [key, fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0)]),
            ),
          ),
        ),
    }),
  );
  return fc.array(one, { maxLength: 30 }).map((all) => all.toSorted((a, b) => a.receivedAt - b.receivedAt));
};

const bytesOf = (folder: string): string[] =>
  ['stations.csv', 'network.json', 'calibrations.csv', 'readings.csv.gz', 'truth.csv'].map((file) =>
    readFileSync(join(folder, file), 'base64'),
  );

describe('a city on disk', () => {
  it('is read back as it was written, and written again in the same bytes', async () => {
    const written = city.chain((record) => fc.tuple(fc.constant(record), readingsOf(record)));
    const [folder, again] = [temporaryFolder(), temporaryFolder()];
    await fc.assert(
      fc.asyncProperty(written, async ([record, readings]) => {
        await writeCity(folder, { record, readings, truth: 'kind\n' });
        const { readings: readRows, ...read } = await readCity(folder);
        expect(read).toEqual(record);
        expect(await all(readRows())).toEqual(readings);
        await writeCity(again, { record: read, readings: readRows(), truth: 'kind\n' });
        expect(bytesOf(again)).toEqual(bytesOf(folder));
      }),
      { numRuns: 40 },
    );
  });
});

/** A small sound folder, with what one spec wants otherwise. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  const sound = {
    'stations.csv':
      'id,name_zh,name_en,lat,lon,site_type,district,node,parameters,remark\nA1,水,Water,34,113,pipe_end,D1,,ph;flow,x\n',
    'network.json': '{"city":"A"}',
    'calibrations.csv': 'station,start,end,parameters\n',
    'readings.csv':
      'sampled_at,received_at,station,ph,flow\n2026-03-01T16:00:00Z,2026-03-01T16:00:09Z,A1,7.5,\n2026-03-01T16:10:00Z,2026-03-01T16:10:09Z,A1,7.4,12\n',
  };
  for (const [file, content] of Object.entries({ ...sound, ...files })) writeFileSync(join(folder, file), content);
  return folder;
}

const faultsOf = async (folder: string): Promise<readonly string[]> => {
  try {
    const read = await readCity(folder);
    const faults: string[] = [];
    await all(read.readings((sentence) => faults.push(sentence)));
    return faults;
  } catch (error) {
    if (error instanceof CityFaultError) return error.faults;
    throw error;
  }
};

describe('the folder of a city', () => {
  it('names stations in capitals and districts by their code; an empty cell was not sent', async () => {
    const read = await readCity(folderWith({}));
    expect(read.stations).toMatchObject([
      {
        id: 'a1',
        region: 'a',
        district: { zh: 'D1', en: 'D1' },
        intervalMs: 10 * MINUTE,
        channels: [{ key: 'ph', unit: '[pH]' }, {}],
      },
    ]);
    expect(await all(read.readings())).toMatchObject([
      { station: 'a1', values: { ph: 7.5 } },
      { values: { flow: 12 } },
    ]);
    expect((await readCity(folderWith({}), { region: 'zz' })).stations[0]?.region).toBe('zz');
  });

  it.each([
    [{ 'network.json': '{' }, /^network\.json is no JSON/],
    [{ 'stations.csv': 'id,name_zh\nA1,水\n' }, /^stations\.csv line 2: name_en /],
    [
      { 'calibrations.csv': 'station,start,end,parameters\nB9,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,ph\n' },
      /^calibrations\.csv line 2: there is no station b9/,
    ],
    [{ 'readings.csv': 'sampled_at,station,ph\n' }, /^readings\.csv line 1: the column received_at is missing/],
    [{ 'readings.csv.gz': 'x' }, /are both in .*take one of them away/],
    [{ 'readings.csv': '' }, /^readings\.csv is empty/],
  ])('is refused with file and line: %p', async (files, saying) => {
    expect((await faultsOf(folderWith(files as Record<string, string>)))[0]).toMatch(saying);
  });

  it('tells every faulty row with its line, and gives the others', async () => {
    const rows = [
      'sampled_at,received_at,station,ph,flow',
      '2026-03-01T16:00:00Z,2026-03-01T16:00:09Z,A1,seven,',
      '2026-03-01T16:00:00,2026-03-01T16:00:09Z,A1,7,',
      '2026-03-01T16:00:00Z,2026-03-01T16:00:09Z,B1,7,',
      '2026-03-01T16:00:00Z,2026-03-01T16:00:09Z,A1,7',
      '2026-03-01T16:00:00Z,2026-03-01T16:00:09Z,A1,,',
      '2026-03-01T16:00:00Z,2026-03-01T16:00:09Z,A1,7,',
      '2026-03-01T16:00:00Z,2026-03-01T16:00:08Z,A1,7,',
    ];
    const folder = folderWith({ 'readings.csv': rows.join('\n') });
    expect((await faultsOf(folder)).map((sentence) => sentence.split(' ').slice(1, 3).join(' '))).toEqual(
      [2, 3, 4, 5, 6, 8].map((line) => `line ${String(line)}:`),
    );
    await expect(all((await readCity(folder)).readings())).rejects.toThrow(/line 2: ph must be a number/);
  });

  it('is told all its faults at once', async () => {
    const faults = await faultsOf(folderWith({ 'network.json': '[]', 'calibrations.csv': 'x\n', 'stations.csv': '' }));
    expect(faults.join('\n')).toMatch(/network\.json[^]*stations\.csv/);
  });

  it('has readings that any tool can unpack', async () => {
    const [folder, read] = [temporaryFolder(), await readCity(folderWith({}))];
    await writeCity(folder, { record: read, readings: read.readings() });
    expect(gunzipSync(readFileSync(join(folder, 'readings.csv.gz'))).toString()).toBe(
      'sampled_at,received_at,station,ph,flow\n2026-03-01T16:00:00Z,2026-03-01T16:00:09Z,A1,7.5,\n2026-03-01T16:10:00Z,2026-03-01T16:10:09Z,A1,7.4,12\n',
    );
  });
});

describe('a fingerprint', () => {
  it('hangs neither on order nor on repetition, and on every value', () => {
    const said = (ph: number) => ({ station: stationId('a1'), sampledAt: START, values: { ph, flow: 1 } });
    const of = (...all: ReturnType<typeof said>[]): string => {
      const print = new Fingerprint();
      for (const one of all) print.add(one);
      return print.sha256();
    };
    expect(of(said(7), said(8))).toBe(of(said(8), said(7), said(8)));
    expect(of(said(7))).not.toBe(of(said(7.01)));
  });
});
