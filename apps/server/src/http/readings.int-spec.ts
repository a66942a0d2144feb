import { historySchema, MAX_MESSAGE_BYTES, outcomesSchema } from '@clearwell/contracts';
import { buildStation, startServer, temporaryFolder, type RunningServer } from '@clearwell/testkit';
import { DAY, MINUTE } from '@clearwell/water-quality';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

let server: RunningServer;

beforeAll(async () => {
  const file = join(temporaryFolder(), 'stations.json');
  writeFileSync(file, JSON.stringify({ stations: [buildStation()] }));
  server = await startServer({ settings: { CLEARWELL_STATIONS: file } });
});

afterAll(() => server.program.stop());

const post = (body: string, { id = 'zz-001', type = 'application/json' } = {}) =>
  fetch(`${server.url}/api/stations/${id}/readings`, { method: 'POST', headers: { 'Content-Type': type }, body });

const outcomes = async () => outcomesSchema.parse(await (await fetch(`${server.url}/api/outcomes`)).json());

describe('readings sent over HTTP', () => {
  it('are stored once, and each is answered with its outcome, in order', async () => {
    const start = Date.now() - 10 * MINUTE;
    const readings = [0, 1, 0, 2].map((i) => ({ sampledAt: start + i * MINUTE, values: { ph: i === 2 ? 'x' : 7 } }));
    const answer = await post(JSON.stringify({ readings }));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      outcomes: [
        { outcome: 'stored' },
        { outcome: 'stored' },
        { outcome: 'duplicate' },
        { outcome: 'rejected', reason: 'bad_value', detail: expect.stringMatching(/values.ph/) as string },
      ],
      beyond: 0,
    });
    const history = await fetch(`${server.url}/api/stations/zz-001/history?channels=ph`);
    expect(historySchema.parse(await history.json())).toMatchObject({
      sampledAt: [start, start + MINUTE],
      values: { ph: [7, 7] },
    });
    expect((await outcomes()).readings).toMatchObject({ stored: 2, duplicate: 1, rejected: 1 });
  });

  it('say which were kept beyond the horizon, and the history says why they were not evaluated', async () => {
    const [now, old] = [Date.now(), Date.now() - 40 * DAY];
    await post(JSON.stringify({ sampledAt: now, values: { ph: 7 } }));
    const answer = await post(
      JSON.stringify({ readings: [old, now - MINUTE].map((at) => ({ sampledAt: at, values: { ph: 7 } })) }),
    );
    expect(await answer.json()).toEqual({
      outcomes: [{ outcome: 'stored', beyond: true }, { outcome: 'stored' }],
      beyond: 1,
    });
    const query = `from=${String(old)}&to=${String(old + 1)}&channels=ph&tests=true`;
    const history = await fetch(`${server.url}/api/stations/zz-001/history?${query}`);
    expect(historySchema.parse(await history.json())).toMatchObject({
      flags: { ph: [2] },
      tests: { ph: ['beyond_horizon'] },
    });
    const long = await fetch(`${server.url}/api/stations/zz-001/history?from=${String(old)}&tests=true`);
    expect(await long.json()).toMatchObject({ message: expect.stringMatching(/at most 7 days/) as string });
  });

  it.each([
    ['that are not JSON', 'hello', 400, /^bad_json: /],
    ['with a key twice', '{"sampledAt":1,"sampledAt":1}', 400, /^duplicate_key: /],
    ['in an empty batch', '{"readings":[]}', 400, /^empty_batch: /],
    ['of too many bytes', ' '.repeat(MAX_MESSAGE_BYTES + 1), 413, /^too_large: .*524288/],
  ])('%s are refused whole, counted, and told why', async (_, body, status, saying) => {
    const before = (await outcomes()).readings;
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ message: expect.stringMatching(saying) as string });
    expect((await outcomes()).readings).toEqual({ ...before, rejected: before.rejected + 1 });
  });

  it('for a station that is not there are answered with 404 and a sentence, and are not parked', async () => {
    const answer = await post('{}', { id: 'zz-404' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ message: expect.stringMatching(/no station zz-404/) as string });
    expect((await outcomes()).parked).toEqual([]);
  });

  it.each(['text/plain', 'text/csv', 'application/x-www-form-urlencoded'])(
    'as %s are not taken: a foreign page could send them',
    async (type) => {
      const before = await outcomes();
      expect((await post('{"sampledAt":1,"values":{"ph":7}}', { type })).status).toBe(415);
      expect(await outcomes()).toEqual(before);
    },
  );
});
