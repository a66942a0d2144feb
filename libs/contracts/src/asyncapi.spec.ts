import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncApiDocument } from './asyncapi.ts';
import { stationsFileSchema } from './stations.ts';
import { STATION_TOPICS, TOPIC_PAYLOADS, parseTopic, topicOf, type TopicKind } from './topics.ts';

const KINDS = Object.keys(TOPIC_PAYLOADS) as TopicKind[];
const ROOT = join(import.meta.dirname, '../../..');
const page = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const written = JSON.parse(JSON.stringify(asyncApiDocument())) as ReturnType<typeof asyncApiDocument>;

const nodesOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(nodesOf)] : [value];

const follow = (pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], written);

const refs = nodesOf(written).flatMap((node) => {
  const ref = (node as { $ref?: unknown } | null)?.$ref;
  return typeof ref === 'string' ? [ref] : [];
});

describe('the AsyncAPI document', () => {
  it('is AsyncAPI 3.0 with the parts that it must have', () => {
    expect(written).toMatchObject({ asyncapi: '3.0.0', info: { title: expect.any(String), version: '1.0.0' } });
  });

  it('has a channel, an operation and a message for every kind of topic, and no other', () => {
    for (const part of [written.channels, written.operations, written.components.messages]) {
      expect(Object.keys(part)).toEqual(KINDS);
    }
  });

  it.each(KINDS)('addresses %s as the server parses it', (kind) => {
    const { address, parameters } = written.channels[kind];
    const named = [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(parameters)).toEqual(named);
    const filled = address.replace('{region}', 'zz').replace('{station}', 'zz-017');
    expect(parseTopic(filled)).toEqual({ region: 'zz', station: 'zz-017', kind });
  });

  it('has the server receive what it subscribes to, and send the rest', () => {
    const received = KINDS.filter((kind) => written.operations[kind].action === 'receive');
    expect(received.map((kind) => written.channels[kind].address.replaceAll(/\{\w+\}/g, '+'))).toEqual(STATION_TOPICS);
  });

  it('retains the status alone, and asks for QoS 1 everywhere', () => {
    expect(KINDS.map((kind) => written.operations[kind].bindings.mqtt)).toEqual(
      KINDS.map((kind) => ({ qos: 1, retain: kind === 'status', bindingVersion: '0.2.0' })),
    );
    const { lastWill } = written.servers.broker.bindings.mqtt;
    expect(lastWill).toMatchObject({ topic: written.channels.status.address, qos: 1, retain: true });
    expect(TOPIC_PAYLOADS.status.parse(JSON.parse(lastWill.message))).toEqual({ online: false });
  });

  it('refers only to what is in it', () => {
    expect(refs).toContain('#/components/schemas/Reading');
    expect(refs.filter((ref) => !ref.startsWith('#/') || follow(ref) === undefined)).toEqual([]);
  });

  it('asks for what a station must send, and for nothing the server fills in', () => {
    expect(written.components.schemas['Reading']).toMatchObject({ required: ['sampledAt', 'values'] });
    expect(
      nodesOf(written).some(
        (node) => (node as { additionalProperties?: unknown } | null)?.additionalProperties === false,
      ),
    ).toBe(false);
  });

  it.each(KINDS)('gives examples of %s that the server takes', (kind) => {
    const { examples } = written.components.messages[kind];
    expect(examples.length).toBeGreaterThan(0);
    for (const { payload } of examples)
      expect(TOPIC_PAYLOADS[kind].safeParse(payload)).toMatchObject({ success: true });
  });

  it('names the host it is asked for', () => {
    expect(asyncApiDocument({ host: 'broker.example:8883' }).servers.broker.host).toBe('broker.example:8883');
  });
});

describe('what is written for people', () => {
  const PUBLISHED =
    /-t "?(?:[\w$/-]*\/)?(readings|status|events)"?[^\n]*?(?:\\\n\s*)?-m (?:'([^']+)'|"((?:\\.|[^"\\])+)")/g;
  const now = new Date().toISOString();

  /** The payloads of the `mosquitto_pub` lines of a page, as a shell would hand them over. */
  const publishedOn = (path: string) =>
    [...page(path).matchAll(PUBLISHED)].map(([, kind, single, double]) => ({
      kind: kind as TopicKind,
      payload: single ?? double?.replaceAll(/\$\(date [^)]*\)/g, now).replaceAll('\\"', '"') ?? '',
    }));

  it.each(['README.md', 'docs/STATIONS.md'])('has only commands in %s that the server takes', (path) => {
    const published = publishedOn(path);
    expect(published).toHaveLength(page(path).match(/ -m ['"]/g)?.length ?? 0);
    for (const { kind, payload } of published) {
      expect(TOPIC_PAYLOADS[kind].safeParse(JSON.parse(payload))).toMatchObject({ success: true });
    }
  });

  it('has only JSON in docs/STATIONS.md that the server takes', () => {
    const blocks = [...page('docs/STATIONS.md').matchAll(/^```json (\w+)\n([\s\S]*?)^```/gm)];
    expect(blocks.map(([, kind]) => kind)).toEqual(expect.arrayContaining(['readings', 'status', 'events']));
    for (const [, kind, text = ''] of blocks) {
      expect(TOPIC_PAYLOADS[kind as TopicKind].safeParse(JSON.parse(text))).toMatchObject({ success: true });
    }
  });

  it('has an example station that can be registered', () => {
    const { stations } = stationsFileSchema.parse(JSON.parse(page('docs/examples/stations.json')));
    expect(stations.map(({ region, id }) => topicOf(region, id, 'readings'))).toEqual([
      'clearwell/v1/zz/zz-101/readings',
    ]);
  });
});
