import { Parser } from '@asyncapi/parser';
import { outcomesSchema, stateSchema } from '@clearwell/contracts';
import { asyncApiDocument } from '@clearwell/contracts/asyncapi';
import { startServer, type RunningServer } from '@clearwell/testkit';
import { Validator } from '@seriousme/openapi-schema-validator';
import { connectAsync } from 'mqtt';
import { resolve } from 'node:path';

const STATIONS = resolve(import.meta.dirname, '../../../../docs/examples/stations.json');

/** A document with a fault of this severity is not valid; a warning is advice. */
const ERROR = 0;

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

interface OpenApiOperation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: unknown }[];
}

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

describe('the contracts in public', () => {
  it('has an AsyncAPI document that its own parser takes', async () => {
    const found = await new Parser().validate(JSON.stringify(await ask('/api/asyncapi.json')));
    expect(found.filter(({ severity }) => (severity as number) === ERROR)).toEqual([]);
  });

  it('has an OpenAPI document that is valid 3.1', async () => {
    const document = (await ask('/api/openapi.json')) as { openapi: string };
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document))).toMatchObject({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('describes every part of every path, and refers only to what is in it', async () => {
    const document = (await ask('/api/openapi.json')) as OpenApi;
    for (const [path, methods] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { operationId, parameters = [] } of Object.values(methods)) {
        const described = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
        expect({ operationId, parts: described }).toEqual({ operationId, parts: inPath });
        for (const parameter of parameters) expect(parameter).toMatchObject({ schema: { type: expect.anything() } });
      }
    }
    const referred = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(referred));
    // A word of OpenAPI 3.0 that 3.1 does not know.
    expect(JSON.stringify(document)).not.toContain('"nullable"');
  });
});
