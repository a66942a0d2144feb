import { stationListSchema } from '@clearwell/contracts';
import { buildStation, startServer, type RunningServer } from '@clearwell/testkit';
import { stationId } from '@clearwell/water-quality';
import { request } from 'node:http';

const KEY = 'a key of this spec alone';
const JSON_TYPE = { 'content-type': 'application/json' };

interface Answer {
  readonly status: number;
  readonly message: string;
}

/** Sends a request as it is written: `fetch` would set headers of its own. */
function send(url: string, method: string, headers: Record<string, string>, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const { message = '' } = JSON.parse(text === '' ? '{}' : text) as { message?: string };
        resolve({ status: response.statusCode ?? 0, message });
      });
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function registered({ url }: RunningServer): Promise<readonly string[]> {
  const list = stationListSchema.parse(await (await fetch(`${url}/api/stations`)).json());
  return list.stations.map((station) => station.id);
}

const create = (server: RunningServer, headers: Record<string, string>, id = 'zz-200') =>
  send(`${server.url}/api/stations`, 'POST', headers, buildStation({ id: stationId(id) }));

describe('a server with a key', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer({ settings: { CLEARWELL_API_KEY: KEY } });
  });

  afterAll(() => server.program.stop());

  it.each([
    ['no key', {}, /Authorization: Bearer/],
    ['another key', { authorization: 'Bearer another key of the same kind' }, /not the key/],
    ['the key in another scheme', { authorization: `Basic ${KEY}` }, /Authorization: Bearer/],
  ])('changes nothing for a request with %s', async (_, headers, saying) => {
    const answer = await create(server, { ...JSON_TYPE, ...headers });
    expect(answer).toMatchObject({ status: 401, message: expect.stringMatching(saying) as string });
    expect(await registered(server)).toEqual([]);
  });

  it('changes nothing on any route without the key', async () => {
    const described = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as {
      paths: Record<string, object>;
    };
    const changing = Object.entries(described.paths).flatMap(([path, methods]) =>
      Object.keys(methods).flatMap((method) => (method === 'get' ? [] : [{ path, method: method.toUpperCase() }])),
    );
    expect(changing.length).toBeGreaterThan(6);
    for (const { path, method } of changing) {
      const url = `${server.url}${path.replace('{id}', 'zz-001')}`;
      const answer = method === 'DELETE' ? await send(url, method, {}) : await send(url, method, JSON_TYPE, {});
      expect({ path, method, ...answer }).toMatchObject({
        path,
        method,
        status: 401,
      });
    }
  });

  it('answers whoever only reads', async () => {
    expect((await fetch(`${server.url}/api/stations`)).status).toBe(200);
  });

  it('changes what is asked with the key, under whatever name the server is reached', async () => {
    const headers = { ...JSON_TYPE, authorization: `Bearer ${KEY}`, host: 'clearwell.example' };
    expect(await create(server, headers)).toMatchObject({ status: 201 });
    expect(await registered(server)).toEqual(['zz-200']);
  });
});

describe('a server without a key', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.program.stop());

  it.each([
    ['text', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['no kind of body', {}],
  ])('takes no change from a page that sends %s, as a foreign one could', async (_, headers) => {
    expect(await create(server, headers)).toMatchObject({ status: 415 });
    expect(await registered(server)).toEqual([]);
  });

  it('takes no change under a name that is not its own machine', async () => {
    const answer = await create(server, { ...JSON_TYPE, host: 'rebound.example' });
    expect(answer).toMatchObject({ status: 403, message: expect.stringMatching(/CLEARWELL_API_KEY/) as string });
    expect(await registered(server)).toEqual([]);
  });

  it('takes a change from its own machine', async () => {
    expect(await create(server, { ...JSON_TYPE, host: 'localhost:3000' })).toMatchObject({ status: 201 });
  });

  it('registers an id once, and says every fault of a station', async () => {
    expect(await create(server, JSON_TYPE)).toMatchObject({ status: 409 });
    const bad = { ...buildStation(), intervalMs: 0, region: 'Z Z' };
    const answer = await send(`${server.url}/api/stations`, 'POST', JSON_TYPE, bad);
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.message).toMatch(/intervalMs[^]*region|region[^]*intervalMs/);
    expect(await registered(server)).toEqual(['zz-200']);
  });
});

describe('a server without a key that other machines reach', () => {
  it('takes no change and says how it would', async () => {
    const server = await startServer({ settings: { CLEARWELL_HOST: '0.0.0.0', CLEARWELL_ALLOW_OPEN_HTTP: 'true' } });
    const answer = await create(server, JSON_TYPE);
    expect(answer).toMatchObject({ status: 403, message: expect.stringMatching(/CLEARWELL_API_KEY/) as string });
    expect(await registered(server)).toEqual([]);
    await server.program.stop();
  });
});
