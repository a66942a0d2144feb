import { cityDayOf, decodeFrames, frameIndexSchema, type FrameIndex } from '@clearwell/contracts/frames';
import { buildStation, startServer, temporaryFolder, type RunningServer } from '@clearwell/testkit';
import { DAY, HOUR } from '@clearwell/water-quality';
import { connectAsync } from 'mqtt';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NOW = Date.parse('2026-11-20T12:00+08:00');
const [YESTERDAY, TODAY] = [cityDayOf(NOW - DAY), cityDayOf(NOW)];

let server: RunningServer;

beforeAll(async () => {
  const stations = join(temporaryFolder(), 'stations.json');
  writeFileSync(stations, JSON.stringify({ stations: [buildStation()] }));
  const CLEARWELL_CLOCK_START = new Date(NOW).toISOString();
  server = await startServer({ settings: { CLEARWELL_STATIONS: stations, CLEARWELL_CLOCK_START } });
  await publish(NOW - DAY);
});

async function publish(sampledAt: number): Promise<void> {
  const client = await connectAsync(server.mqttUrl);
  const reading = { sampledAt, values: { free_chlorine: 0.5 } };
  await client.publishAsync('clearwell/v1/zz/zz-001/readings', JSON.stringify(reading), { qos: 1 });
  await client.endAsync();
}

const ask = (query: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.url}/api/frames${query}`, { headers });

const index = async (): Promise<FrameIndex> => frameIndexSchema.parse(await (await ask('')).json());

const revisionOf = async (day: string): Promise<string> =>
  (await index()).days.find((entry) => entry.day === day)?.revision ?? '';

const cacheOf = async (day: string, rev: string): Promise<string | null> =>
  (await ask(`/${day}?parameter=free_chlorine&rev=${rev}`)).headers.get('cache-control');

describe('GET /api/frames', () => {
  it('lists the last 30 days, with today as the last', async () => {
    const { days } = await index();
    expect([days.length, days.at(-1)?.day]).toEqual([30, TODAY]);
  });

  it('refuses what is no day, and says what is wrong', async () => {
    for (const query of [
      '?from=20261120',
      '/2026-13-01?parameter=ph',
      `/${TODAY}?parameter=ph&view=guessed`,
      `/${TODAY}`,
    ]) {
      expect([(await ask(query)).status, query]).toEqual([400, query]);
    }
  });
});

describe('GET /api/frames/:day', () => {
  it('may be kept for ever by its revision, once the day is over, and only so', async () => {
    const rev = await revisionOf(YESTERDAY);
    expect(await cacheOf(YESTERDAY, rev)).toContain('immutable');
    expect(await cacheOf(YESTERDAY, 'another')).toBe('no-cache');
    expect(await cacheOf(TODAY, await revisionOf(TODAY))).toBe('no-cache');
  });

  it('has another revision after late data', async () => {
    const before = await revisionOf(YESTERDAY);
    await publish(NOW - DAY - HOUR);
    expect(await cacheOf(YESTERDAY, before)).toBe('no-cache');
    expect(await revisionOf(YESTERDAY)).not.toBe(before);
  });

  it('is not sent again to who has it', async () => {
    const path = `/${TODAY}?parameter=free_chlorine`;
    const etag = (await ask(path)).headers.get('etag') ?? '';
    expect((await ask(path, { 'if-none-match': etag })).status).toBe(304);
  });

  it.each(['br', 'gzip', 'identity'])('comes as %s to who takes that', async (encoding) => {
    const answer = await ask(`/${YESTERDAY}?parameter=free_chlorine`, { 'accept-encoding': encoding });
    expect(answer.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
    const { head, ages } = decodeFrames(new Uint8Array(await answer.arrayBuffer()));
    expect([head.frames, ages.length]).toEqual([144, 144]);
  });
});
