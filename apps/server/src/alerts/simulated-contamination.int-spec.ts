import { alertListSchema, alertDetailSchema } from '@clearwell/contracts/alerts';
import { required, startServer, until, type RunningServer } from '@clearwell/testkit';
import { MINUTE, type EpochMs } from '@clearwell/water-quality';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ask = async ({ url }: RunningServer, path: string): Promise<unknown> =>
  (await fetch(`${url}/api/alerts${path}`)).json();

const listed = async (server: RunningServer) => alertListSchema.parse(await ask(server, '?limit=200')).alerts;

/** When the simulator let it come to each station, in that order. */
function touchesOf({ data }: RunningServer): readonly EpochMs[] {
  const rows = readFileSync(join(data, 'simulator', 'truth.csv'), 'utf8').split('\n');
  const begins = rows.map((row) => row.split(',')).filter(([, scenario]) => scenario === 'contamination');
  return begins.map(([, , , , begin = '']) => Date.parse(begin)).sort((a, b) => a - b);
}

describe('contamination in a simulated city', () => {
  it('becomes one alert of several stations that wakes somebody, takes their events in, and is sealed', async () => {
    const server = await startServer({
      settings: {
        CLEARWELL_CLOCK_RATE: '120',
        CLEARWELL_DEMO_EVERYDAY: 'false',
        CLEARWELL_DEMO_SCENARIO: 'contamination@zz-003+5m',
      },
      args: ['--demo'],
    });
    const clusters = async () => (await listed(server)).filter(({ kind }) => kind === 'cluster');
    await until(async () => (await clusters()).some(({ notifiedAt }) => notifiedAt !== null), {
      saying: 'a cluster that wakes somebody',
      within: 90_000,
    });
    const found = await clusters();
    expect(found).toHaveLength(1);
    const [cluster] = found;
    expect(cluster).toMatchObject({ level: 'red', condition: 'active', handling: 'new' });
    expect(cluster?.stations).toContain('zz-003');
    const detail = alertDetailSchema.parse(await ask(server, `/${cluster?.id ?? ''}`));
    expect(detail.members.length).toBeGreaterThanOrEqual(2);
    expect(detail.parts.map(({ station }) => station)).toEqual(expect.arrayContaining([...required(cluster).stations]));
    await until(async () => (await fetch(`${server.url}/api/alerts/${cluster?.id ?? ''}/evidence`)).status === 200, {
      saying: 'its evidence',
    });
    // The truth is written as the simulator stops.
    await server.program.stop();
    // By sampling times: two intervals after it came to the second station, the readings that say so are there.
    const [, second] = touchesOf(server);
    expect(required(detail.sources[0]).raisedAt).toBeLessThanOrEqual(required(second) + 2 * 10 * MINUTE);
  }, 150_000);
});
