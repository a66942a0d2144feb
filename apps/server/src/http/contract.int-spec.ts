import { outcomesSchema, stateSchema } from '@clearwell/contracts';
import { asyncApiDocument } from '@clearwell/contracts/asyncapi';
import { startServer, type RunningServer } from '@clearwell/testkit';
import { connectAsync } from 'mqtt';
import { resolve } from 'node:path';

const STATIONS = resolve(import.meta.dirname, '../../../../docs/examples/stations.json');

let server: RunningServer;

beforeAll(async () => {
  // The examples were sampled just before.
  const settings = { CLEARWELL_STATIONS: STATIONS, CLEARWELL_CLOCK_START: '2026-11-22T03:10:30Z' };
  server = await startServer({ settings });
});

afterAll(() => server.program.stop());

const ask = async (path: string): Promise<unknown> => (await fetch(`${server.url}${path}`)).json();

describe('the contract of stations', () => {
  it('is served as it is made', async () => {
    expect(await ask('/api/asyncapi.json')).toEqual(JSON.parse(JSON.stringify(asyncApiDocument())));
  });

  it('has examples of which the server refuses none', async () => {
    const { channels, operations, components } = asyncApiDocument();
    const client = await connectAsync(server.mqttUrl);
    for (const kind of ['status', 'readings', 'events'] as const) {
      const topic = channels[kind].address.replace('{region}', 'zz').replace('{station}', 'zz-101');
      const { qos, retain } = operations[kind].bindings.mqtt;
      for (const { payload } of components.messages[kind].examples) {
        await client.publishAsync(topic, JSON.stringify(payload), { qos, retain });
      }
    }
    await client.endAsync();
    const { readings, ahead, recentRejections } = outcomesSchema.parse(await ask('/api/outcomes'));
    expect(recentRejections).toEqual([]);
    expect({ readings, ahead }).toMatchObject({
      readings: { stored: 4, duplicate: 0, conflicting: 0, rejected: 0, parked: 0 },
      ahead: 0,
    });
    expect(stateSchema.parse(await ask('/api/state')).stations).toMatchObject([{ station: 'zz-101', link: false }]);
  });
});
