import { alertListSchema, alertDetailSchema } from '@clearwell/contracts/alerts';
import { startServer, until, type RunningServer } from '@clearwell/testkit';

const ask = async ({ url }: RunningServer, path: string): Promise<unknown> =>
  (await fetch(`${url}/api/alerts${path}`)).json();

const listed = async (server: RunningServer) => alertListSchema.parse(await ask(server, '?limit=200')).alerts;

describe('contamination in a simulated city', () => {
  it('becomes one alert of several stations that wakes somebody, takes their events in, and is sealed', async () => {
    const server = await startServer({
      settings: {
        CLEARWELL_CLOCK_RATE: '600',
        CLEARWELL_DEMO_EVERYDAY: 'false',
        CLEARWELL_DEMO_SCENARIO: 'contamination@zz-005+20m',
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
    expect(cluster?.stations).toContain('zz-005');
    const detail = alertDetailSchema.parse(await ask(server, `/${cluster?.id ?? ''}`));
    expect(detail.members.length).toBeGreaterThanOrEqual(2);
    await until(async () => (await fetch(`${server.url}/api/alerts/${cluster?.id ?? ''}/evidence`)).status === 200, {
      saying: 'its evidence',
    });
    await server.program.stop();
  }, 150_000);
});
