import {
  healthSchema,
  outcomesSchema,
  SERVER_EVENTS,
  SOCKET_PATH,
  stateSchema,
  type Outcomes,
  type ServerPayload,
  type State,
} from '@clearwell/contracts';
import { buildStation, startServer, temporaryFolder, until, type RunningServer } from '@clearwell/testkit';
import { channelKey, MINUTE } from '@clearwell/water-quality';
import { connectAsync, type MqttClient } from 'mqtt';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { io } from 'socket.io-client';

const READINGS = 'clearwell/v1/zz/zz-001/readings';

let server: RunningServer;
let client: MqttClient;

beforeAll(async () => {
  const file = join(temporaryFolder(), 'stations.json');
  writeFileSync(file, JSON.stringify({ stations: [buildStation()] }));
  server = await startServer({ settings: { CLEARWELL_STATIONS: file } });
  client = await connectAsync(server.mqttUrl);
});

afterAll(async () => {
  await client.endAsync();
  await server.program.stop();
});

const ask = async (path: string): Promise<Response> => fetch(`${server.url}${path}`);
const outcomes = async (): Promise<Outcomes> => outcomesSchema.parse(await (await ask('/api/outcomes')).json());
const state = async (): Promise<State> => stateSchema.parse(await (await ask('/api/state')).json());
/** A browser on the live socket, and what it is told; it hangs up also where a spec fails, or the run would never end. */
function openBrowser(url: string) {
  const socket = io(url, { path: SOCKET_PATH, transports: ['websocket'] });
  const told: { event: string; payload: unknown }[] = [];
  socket.onAny((event: string, payload: unknown) => told.push({ event, payload }));
  return { socket, told, [Symbol.dispose]: () => socket.disconnect() };
}
/** Publishes and waits for the acknowledgement. */
const publish = (payload: string | Buffer, topic = READINGS) => client.publishAsync(topic, payload, { qos: 1 });
const reading = (values: unknown, more: object = {}) => JSON.stringify({ sampledAt: Date.now(), values, ...more });

describe('a message at the door', () => {
  it.each([
    ['that is not JSON', 'hello', 'bad_json'],
    ['of bad UTF-8', Buffer.of(0x7b, 0xff, 0x7d), 'bad_utf8'],
    ['of 1 MB', Buffer.alloc(1_000_000, 0x20), 'too_large'],
    ['with NaN', '{"sampledAt":1,"values":{"ph":NaN}}', 'not_a_number'],
    ['with a string for a value', reading({ ph: '7' }), 'bad_value'],
    ['with duplicate keys', '{"sampledAt":1,"values":{"ph":7,"ph":8}}', 'duplicate_key'],
    ['with an unknown channel', reading({ lead: 1 }), 'unknown_channel'],
    ['of a time in 2050', reading({ ph: 7 }, { sampledAt: '2050-01-01T00:00:00Z' }), 'impossible_time'],
    ['with an empty batch', '{"readings":[]}', 'empty_batch'],
  ] as const)('%s is refused with its own counted reason, and nothing else happens', async (_, payload, reason) => {
    const [before, stateBefore] = [await outcomes(), await state()];
    await publish(payload);
    const after = await outcomes();
    expect(after.readings).toEqual({ ...before.readings, rejected: before.readings.rejected + 1 });
    expect(after.rejected).toEqual({ ...before.rejected, [reason]: before.rejected[reason] + 1 });
    expect(after.recentRejections[0]).toMatchObject({ reason, topic: READINGS });
    const stateAfter = await state();
    expect({ ...stateAfter, clock: 0 }).toEqual({ ...stateBefore, clock: 0 });
  });

  it('of an unknown station is parked for adoption', async () => {
    await publish(reading({ ph: 7 }), 'clearwell/v1/zz/zz-999/readings');
    const { parked, readings } = await outcomes();
    expect(readings.parked).toBe(1);
    expect(parked).toMatchObject([{ region: 'zz', station: 'zz-999', messages: 1 }]);
  });

  it('loses one bad reading of a full batch, and the 999 others are stored', async () => {
    const before = await outcomes();
    const start = Date.now() - 1_000 * MINUTE;
    const readings = Array.from({ length: 1_000 }, (_, i) => ({
      sampledAt: start + i * MINUTE,
      values: { ph: i === 500 ? 'x' : 7 },
    }));
    await publish(JSON.stringify({ readings }));
    const after = await outcomes();
    expect(after.readings.stored - before.readings.stored).toBe(999);
    expect(after.rejected.bad_value - before.rejected.bad_value).toBe(1);
    expect(after.recentRejections[0]).toMatchObject({ reason: 'bad_value', index: 500 });
    await publish(JSON.stringify({ readings }));
    expect((await outcomes()).readings).toMatchObject({
      stored: after.readings.stored,
      duplicate: before.readings.duplicate + 999,
    });
  });

  it('that shows a limit broken changes the state of its station', async () => {
    await publish(reading({ turbidity: 6.2 }));
    const [shown] = (await state()).stations;
    expect(shown).toMatchObject({
      status: 'exceedance',
      latest: { values: { turbidity: 6.2 } },
      findings: [{ limit: 'gb2022.turbidity' }],
    });
  });

  it('of the future is stored and never becomes the latest', async () => {
    const before = (await state()).stations[0];
    await publish(reading({ turbidity: 0.1 }, { sampledAt: Date.now() + 60 * MINUTE }));
    expect((await state()).stations[0]).toEqual(before);
    expect((await outcomes()).ahead).toBe(1);
  });
});

describe('the API', () => {
  it.each([
    ['/api/nothing', 404, 'not_found'],
    ['/api/stations/zz-404/history', 404, 'not_found'],
    ['/api/stations/ZZ 1/history', 400, 'bad_request'],
    ['/api/stations/zz-001/history?from=yesterday', 400, 'bad_request'],
    ['/api/stations/zz-001/history?from=2&to=1', 400, 'bad_request'],
    ['/api/stations/zz-001/history?channels=lead', 400, 'bad_request'],
  ])('answers %s with %i and a problem that says what to do', async (path, status, code) => {
    const response = await ask(path);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      code,
      message: expect.stringMatching(/./) as string,
      requestId: expect.any(String) as string,
    });
  });

  it('describes itself', async () => {
    const described = (await (await ask('/api/openapi.json')).json()) as {
      paths: object;
      components: { schemas: object };
    };
    expect(Object.keys(described.paths)).toEqual(
      expect.arrayContaining(['/api/stations', '/api/state', '/api/stations/{id}/history', '/health', '/metrics']),
    );
    expect(Object.keys(described.components.schemas)).toEqual(
      expect.arrayContaining(['StationList', 'State', 'History', 'Problem']),
    );
    expect((await ask('/api/docs')).status).toBe(200);
  });

  it('counts stored readings for Prometheus', async () => {
    const text = await (await ask('/metrics')).text();
    expect(text).toMatch(/^clearwell_readings_total\{outcome="stored"\} [1-9]/m);
  });

  it('says what waits to be told, to Prometheus and at /health', async () => {
    expect(await (await ask('/metrics')).text()).toMatch(/^clearwell_notices_waiting\{receiver="inbox"\} \d+$/m);
    const { notices } = healthSchema.parse(await (await ask('/health')).json());
    expect(notices.map(({ receiver }) => receiver)).toEqual(['inbox']);
  });

  it('says at /health that readings can be kept', async () => {
    expect(await (await ask('/health')).json()).toMatchObject({ status: 'ok', fault: null, stations: 1 });
  });
});

it('a browser is told a snapshot, then the change, and no delta between them is missing', async () => {
  using browser = openBrowser(server.url);
  const { told } = browser;
  const first = await until(() => told[0], { saying: 'the snapshot' });
  expect(first.event).toBe('snapshot');
  const snapshot = SERVER_EVENTS.snapshot.parse(first.payload);
  const deltas = () =>
    told.filter(({ event }) => event === 'delta').map(({ payload }) => SERVER_EVENTS.delta.parse(payload));
  const showsTheChange = ({ stations }: ServerPayload<'delta'>) =>
    stations.some(({ latest }) => latest?.values[channelKey('ph')] === 7.77);
  await publish(reading({ ph: 7.77 }));
  await until(() => deltas().some(showsTheChange), { saying: 'the delta of the change' });
  // What the specs before have changed may be told once more: paced, it waited while the snapshot was taken.
  const numbers = deltas().map(({ since, n }) => [since, n]);
  expect(numbers).toEqual(numbers.map((_, i) => [snapshot.n + i, snapshot.n + i + 1]));
  browser.socket.emit('resync');
  await until(() => told.filter(({ event }) => event === 'snapshot').length === 2, { saying: 'another snapshot' });
});
