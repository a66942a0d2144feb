import {
  historySchema,
  networkSchema,
  outcomesSchema,
  parkedSchema,
  problemSchema,
  stateSchema,
  stationDetailSchema,
  stationListSchema,
} from '@clearwell/contracts';
import { buildChannel, buildStation, startServer, until, type RunningServer } from '@clearwell/testkit';
import { channelKey, HOUR, MINUTE, SINCE_EVER, stationId, type Station } from '@clearwell/water-quality';
import { connectAsync, type MqttClient } from 'mqtt';

let server: RunningServer;
let client: MqttClient;

beforeAll(async () => {
  server = await startServer();
  client = await connectAsync(server.mqttUrl);
});

afterAll(async () => {
  await client.endAsync();
  await server.program.stop();
});

interface Answer {
  readonly status: number;
  readonly tag: string | null;
  readonly body: unknown;
}

async function send(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/csv' : 'application/json';
  const given = body === undefined ? {} : { body: text };
  const answer = await fetch(`${server.url}/api/${path}`, {
    method,
    ...given,
    headers: { ...(body === undefined ? {} : { 'content-type': type }), ...headers },
  });
  return { status: answer.status, tag: answer.headers.get('etag'), body: await answer.json() };
}

const get = async (path: string): Promise<unknown> => (await send('GET', path)).body;
const listed = async (query = '') => stationListSchema.parse(await get(`stations${query}`));
const detail = async (id: string) => stationDetailSchema.parse(await get(`stations/${id}`));
const outcomes = async () => outcomesSchema.parse(await get('outcomes'));
const messageOf = ({ body }: Answer): string => problemSchema.parse(body).message;

const stationOf = (id: string, more: Partial<Station> = {}): Station => buildStation({ id: stationId(id), ...more });
const contentOf = (station: Station): object => ({ ...station, id: undefined });
const register = (id: string, more: Partial<Station> = {}) => send('POST', 'stations', stationOf(id, more));

const publish = (id: string, sampledAt: number, values: Record<string, number>) =>
  client.publishAsync(`clearwell/v1/zz/${id}/readings`, JSON.stringify({ sampledAt, values }), { qos: 1 });

describe('POST /api/stations', () => {
  it('adopts a station with everything that waited for it', async () => {
    const at = Date.now() - HOUR;
    for (const slot of [0, 1, 2]) await publish('new-1', at + slot * 5 * MINUTE, { ph: 7 + slot / 10, 'ph.2': 7 });
    expect(parkedSchema.parse(await get('parked')).parked).toMatchObject([
      {
        station: 'new-1',
        messages: 3,
        unknown: [],
        proposal: { id: 'new-1', region: 'zz', intervalMs: 5 * MINUTE, channels: [{ key: 'ph' }, { key: 'ph.2' }] },
      },
    ]);
    const channels = ['ph', 'ph.2'].map((key) => buildChannel(key));
    expect(await register('new-1', { channels })).toMatchObject({ status: 201, tag: '"1"', body: { id: 'new-1' } });
    expect(parkedSchema.parse(await get('parked')).parked).toEqual([]);
    const history = historySchema.parse(await get('stations/new-1/history'));
    expect(history.values).toEqual({ ph: [7, 7.1, 7.2], 'ph.2': [7, 7, 7] });
    const { stations } = stateSchema.parse(await get('state'));
    expect(stations).toMatchObject([{ station: 'new-1', latest: { values: { ph: 7.2 } } }]);
  });

  it('says every fault, and that an id is taken, and registers nothing', async () => {
    const before = await listed();
    const bad = {
      ...stationOf('new-2'),
      intervalMs: 1,
      channels: [{ key: 'ph', parameter: 'orp', unit: 'V', resolution: 0 }],
    };
    const refused = await send('POST', 'stations', bad);
    expect(refused.status).toBe(400);
    expect(messageOf(refused)).toMatch(/intervalMs[^]*resolution/);
    const otherUnit = stationOf('new-2', { channels: [buildChannel('ph', { unit: 'V' }), buildChannel('ph')] });
    expect(messageOf(await send('POST', 'stations', otherUnit))).toMatch(/unit must be[^]*channel twice/);
    expect(await register('new-1')).toMatchObject({ status: 409 });
    expect(await listed()).toEqual(before);
  });
});

describe('PUT /api/stations/:id', () => {
  it('changes a station from an instant on, judges anew, and shows both as they were then', async () => {
    const start = Date.now() - 4 * HOUR;
    await register('chg-1', { siteType: 'pipe_end' });
    for (const slot of [0, 1, 2, 3, 4, 5]) await publish('chg-1', start + slot * 10 * MINUTE, { free_chlorine: 0.11 });
    const findings = async () =>
      stateSchema
        .parse(await get('state'))
        .stations.find(({ station }) => station === 'chg-1')
        ?.findings.filter(({ kind }) => kind !== 'silence');
    expect(await findings()).toEqual([]);
    const from = start + 25 * MINUTE;
    const renamed = { siteType: 'plant_outlet', name: { zh: '新名', en: 'New name' } } as const;
    const body = { ...contentOf(stationOf('chg-1', renamed)), from };
    const changed = await send('PUT', 'stations/chg-1', body, { 'if-match': '"1"' });
    expect(changed).toMatchObject({ status: 200, tag: '"2"', body: { from, revision: 2, recordedBy: 'api' } });
    expect(await findings()).toMatchObject([
      { limit: 'gb2022.free_chlorine.outlet.min', since: start + 30 * MINUTE },
      {},
    ]);
    const history = historySchema.parse(await get('stations/chg-1/history'));
    expect(history.registrations.map((one) => [one.from, one.station.siteType, one.station.name.en])).toEqual([
      [SINCE_EVER, 'pipe_end', 'Zhongshan Road'],
      [from, 'plant_outlet', 'New name'],
    ]);
    const siteTypeAt = async (at: number) =>
      (await listed(`?at=${String(at)}`)).stations.find(({ id }) => id === 'chg-1')?.siteType;
    expect([await siteTypeAt(from - 1), await siteTypeAt(from)]).toEqual(['pipe_end', 'plant_outlet']);
    expect((await detail('chg-1')).registrations).toHaveLength(2);
  });

  it('shows the history of a channel that was taken away, and takes its values no longer', async () => {
    const start = Date.now() - 2 * HOUR;
    await register('chg-2');
    await publish('chg-2', start, { ph: 7, turbidity: 0.2 });
    const channels = ['orp', 'ph'].map((key) => buildChannel(key));
    const body = { ...contentOf(stationOf('chg-2', { channels })), from: start + MINUTE };
    await send('PUT', 'stations/chg-2', body, { 'if-match': '"1"' });
    await publish('chg-2', start + 2 * MINUTE, { ph: 7.1, orp: 650 });
    await publish('chg-2', start + 3 * MINUTE, { turbidity: 0.3 });
    await publish('chg-2', start - MINUTE, { turbidity: 0.4 });
    const history = historySchema.parse(await get('stations/chg-2/history'));
    expect(history.values).toMatchObject({ turbidity: [0.4, 0.2, null], ph: [null, 7, 7.1], orp: [null, null, 650] });
    expect((await outcomes()).recentRejections[0]).toMatchObject({ reason: 'unknown_channel' });
    const lately = await send('GET', `stations/chg-2/history?channels=turbidity&from=${String(start + MINUTE)}`);
    expect(messageOf(lately)).toMatch(/no channel turbidity then; it had orp, ph/);
  });

  it.each<[string, string, object, Record<string, string>, readonly [number, RegExp]]>([
    ['without a revision', 'chg-1', {}, {}, [428, /If-Match/]],
    ['with an old revision', 'chg-1', {}, { 'if-match': '"1"' }, [412, /changed meanwhile/]],
    ['with a revision that is none', 'chg-1', {}, { 'if-match': 'new' }, [400, /revision/]],
    ['from tomorrow on', 'chg-1', { from: Date.now() + 24 * HOUR }, { 'if-match': '"2"' }, [400, /future/]],
    ['from 1999 on', 'chg-1', { from: '1999-01-01T00:00:00Z' }, { 'if-match': '"2"' }, [400, /2000/]],
    ['without a name', 'chg-1', { name: null }, { 'if-match': '"2"' }, [400, /name/]],
    ['of an unknown station', 'chg-9', {}, { 'if-match': '"1"' }, [404, /no station/]],
  ])('changes nothing %s', async (_, id, more, headers, [status, saying]) => {
    const before = await detail('chg-1');
    const body = { ...contentOf(stationOf(id, { region: 'other' })), ...more };
    const answer = await send('PUT', `stations/${id}`, body, headers);
    expect(answer.status).toBe(status);
    expect(messageOf(answer)).toMatch(saying);
    expect(await detail('chg-1')).toEqual(before);
  });
});

describe('POST /api/stations/:id/retire and reinstate', () => {
  it('takes a station off the map, takes what was sampled before, and refuses what comes after', async () => {
    const from = Date.now() - HOUR;
    await register('ret-1');
    await publish('ret-1', from - MINUTE, { ph: 7 });
    const before = await outcomes();
    expect(await send('POST', 'stations/ret-1/retire', { from })).toMatchObject({
      status: 200,
      body: { retired: true },
    });
    await publish('ret-1', from - 2 * MINUTE, { ph: 7.1 });
    await publish('ret-1', from, { ph: 7.2 });
    const after = await outcomes();
    expect(after.readings).toEqual({
      ...before.readings,
      stored: before.readings.stored + 1,
      rejected: before.readings.rejected + 1,
    });
    expect(after.recentRejections[0]).toMatchObject({ reason: 'retired' });
    const states = stateSchema.parse(await get('state')).stations;
    expect(states.map(({ station }) => station)).not.toContain('ret-1');
    expect((await listed()).stations.map(({ id }) => id)).not.toContain('ret-1');
    const withRetired = await listed('?retired=true');
    expect(withRetired.retired).toEqual(['ret-1']);
    expect(withRetired.stations.map(({ id }) => id)).toContain('ret-1');
    expect((await listed(`?at=${String(from - 1)}`)).stations.map(({ id }) => id)).toContain('ret-1');
    expect(historySchema.parse(await get('stations/ret-1/history')).values).toMatchObject({ ph: [7.1, 7] });
  });

  it('refuses to do what is done already, and to change what is out of service', async () => {
    const before = await detail('ret-1');
    expect(await send('POST', 'stations/ret-1/retire', {})).toMatchObject({ status: 409 });
    expect(await send('POST', 'stations/chg-1/reinstate', {})).toMatchObject({ status: 409 });
    expect(await send('POST', 'stations/nobody/retire', {})).toMatchObject({ status: 404 });
    expect(await send('POST', 'stations/ret-1/reinstate', {}, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
    const change = await send('PUT', 'stations/ret-1', contentOf(stationOf('ret-1')), { 'if-match': '"2"' });
    expect(change).toMatchObject({ status: 409, body: { message: expect.stringMatching(/reinstate/) as string } });
    expect(await detail('ret-1')).toEqual(before);
  });

  it('shows a reinstated station again, with its newest reading', async () => {
    expect(await send('POST', 'stations/ret-1/reinstate', {})).toMatchObject({ status: 200, body: { retired: false } });
    const states = stateSchema.parse(await get('state')).stations;
    expect(states.find(({ station }) => station === 'ret-1')).toMatchObject({ latest: { values: { ph: 7 } } });
    await publish('ret-1', Date.now(), { ph: 7.7 });
    const shown = async () =>
      stateSchema.parse(await get('state')).stations.find(({ station }) => station === 'ret-1')?.latest?.values[
        channelKey('ph')
      ];
    await until(async () => (await shown()) === 7.7, { saying: 'the newest reading' });
  });
});

describe('POST /api/stations/import', () => {
  const HEADER = 'id,region,name_zh,name_en,district_zh,district_en,site_type,lat,lon,interval_s,channels';
  const row = (id: string, more: Partial<Record<'type' | 'lat' | 'channels', string>> = {}) =>
    [
      `${id},zz,名,Name,区,District,${more.type ?? 'pipe_end'},${more.lat ?? '34.7'}`,
      `113.6,600,${more.channels ?? 'ph;turbidity;chlorine_dioxide;chlorine_dioxide.2@0.05'}`,
    ].join();

  it('says what it would do, then does it, and finds nothing to do again', async () => {
    const csv = [HEADER, row('csv-1'), row('csv-2'), ''].join('\r\n');
    const before = await listed();
    expect((await send('POST', 'stations/import?dryRun=true', csv)).body).toEqual({
      dryRun: true,
      created: ['csv-1', 'csv-2'],
      changed: [],
      unchanged: [],
    });
    expect(await listed()).toEqual(before);
    expect((await send('POST', 'stations/import', csv)).status).toBe(200);
    expect((await detail('csv-1')).station).toMatchObject({
      intervalMs: 600_000,
      channels: [{ key: 'ph' }, {}, {}, { key: 'chlorine_dioxide.2', unit: 'mg/L', resolution: 0.05 }],
    });
    const changed = { csv: [HEADER, row('csv-1'), row('csv-2', { type: 'plant_outlet' })].join('\n') };
    expect((await send('POST', 'stations/import', changed)).body).toMatchObject({
      created: [],
      changed: ['csv-2'],
      unchanged: ['csv-1'],
    });
    expect((await detail('csv-2')).registrations).toHaveLength(2);
  });

  it('says every fault by its line and column, and does nothing', async () => {
    const before = await listed();
    const rows = [
      row('good-1'),
      row('Bad 2', { lat: '91' }),
      row('bad-3', { type: 'pond', lat: '' }),
      row('bad-4', { channels: 'ph;ph' }),
      row('bad-5', { channels: 'ph;lead' }),
      row('good-1'),
    ];
    const refused = await send('POST', 'stations/import', [HEADER, ...rows].join('\n'));
    expect(refused.status).toBe(400);
    const message = messageOf(refused);
    for (const fault of [
      /line 3: id: /,
      /line 3: lat: /,
      /line 4: site_type: /,
      /line 4: lat: /,
      /line 5: bad-4 has a channel twice/,
      /line 6: channels, 2\.: /,
      /line 7: good-1 stands in line 2 already/,
    ]) {
      expect(message).toMatch(fault);
    }
    expect(await listed()).toEqual(before);
  });

  it.each([
    ['has no header', row('csv-9'), /header lacks id/],
    ['is empty', '', /header lacks/],
    ['has a header alone', HEADER, /no station/],
    ['is no CSV', `${HEADER}\n"a`, /no CSV/],
    ['is not given', {}, /text\/csv/],
  ])('refuses a file that %s', async (_, body, saying) => {
    const refused = await send('POST', 'stations/import', body);
    expect(refused.status).toBe(400);
    expect(messageOf(refused)).toMatch(saying);
  });
});

describe('DELETE /api/parked/:id', () => {
  it('notes every message as dismissed, and forgets none', async () => {
    await publish('stray-1', Date.now(), { ph: 7 });
    await publish('stray-1', Date.now() + 1, { ph: 7 });
    const before = await outcomes();
    expect(await send('DELETE', 'parked/stray-1')).toMatchObject({ status: 200, body: { dismissed: 2 } });
    const after = await outcomes();
    expect(after.rejected.dismissed - before.rejected.dismissed).toBe(2);
    expect(after.recentRejections[0]).toMatchObject({ reason: 'dismissed', topic: 'clearwell/v1/zz/stray-1/readings' });
    expect(parkedSchema.parse(await get('parked')).parked).toEqual([]);
    expect(await send('DELETE', 'parked/stray-1')).toMatchObject({ status: 404 });
  });
});

describe('/api/network', () => {
  const link = (from: string, to: string, travelMinutes: number) => ({ from, to, travelMinutes });
  const network = async (query = '') => networkSchema.parse(await get(`network${query}`));

  it('tells a station what lies up and down the water, and how long it is on its way', async () => {
    expect(await network()).toEqual({ links: [], from: null, recordedAt: null });
    const from = Date.now() - HOUR;
    const links = [{ ...link('chg-1', 'chg-2', 20), share: 0.6 }, link('chg-2', 'csv-1', 15)];
    expect(await send('PUT', 'network', { links, from })).toMatchObject({ status: 200, body: { links, from } });
    expect(await detail('csv-1')).toMatchObject({
      upstream: [
        { station: 'chg-2', travelMinutes: 15, links: 1 },
        { station: 'chg-1', travelMinutes: 35, links: 2 },
      ],
      downstream: [],
    });
    await send('PUT', 'network', { links: [] });
    expect((await detail('csv-1')).upstream).toEqual([]);
    expect((await network(`?at=${String(from)}`)).links).toEqual(links);
    expect((await network(`?at=${String(from - 1)}`)).from).toBeNull();
  });

  it.each([
    ['of unknown stations', [link('chg-1', 'nowhere', 1)], /no station nowhere/],
    ['from a station to itself', [link('chg-1', 'chg-1', 1)], /into itself/],
    ['without a way', [link('chg-1', 'chg-2', 0)], /travelMinutes/],
    ['that stand there twice', [link('chg-1', 'chg-2', 1), link('chg-1', 'chg-2', 2)], /twice/],
    ['of more than the whole', [{ ...link('chg-1', 'chg-2', 1), share: 1.1 }], /share/],
  ])('refuses links %s', async (_, links, saying) => {
    const before = await network();
    const refused = await send('PUT', 'network', { links });
    expect(refused.status).toBe(400);
    expect(messageOf(refused)).toMatch(saying);
    expect(await network()).toEqual(before);
  });
});

describe('the register', () => {
  it('is after a restart what it was before', async () => {
    const everything = async () => [await listed('?retired=true'), await detail('chg-1'), await get('network')];
    const before = await everything();
    await client.endAsync();
    await server.program.stop();
    server = await startServer({ after: server });
    client = await connectAsync(server.mqttUrl);
    expect(await everything()).toEqual(before);
  });

  it.each(['stations?at=yesterday', 'stations?retired=maybe', 'network?at=never', 'stations/Z Z'])(
    'refuses GET /api/%s',
    async (path) => {
      expect(await send('GET', path)).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    },
  );
});
