import { stationId } from '@clearwell/water-quality';
import * as z from 'zod';
import { regionSchema } from './ids.ts';
import { MAX_BATCH, MAX_MESSAGE_BYTES } from './mqtt.ts';
import { TOPIC_EXAMPLES } from './topic-examples.ts';
import { TOPIC_PAYLOADS, topicOf, type TopicKind } from './topics.ts';

export interface AsyncApiOptions {
  /** Where stations publish, `host:port`; the broker of `npm start` if left out. */
  readonly host?: string;
}

interface TopicManner {
  /** As the server sees it: it receives what stations send. */
  readonly action: 'send' | 'receive';
  readonly retain: boolean;
  readonly title: string;
  readonly description: string;
}

const MANNERS: Readonly<Record<TopicKind, TopicManner>> = {
  readings: {
    action: 'receive',
    retain: false,
    title: 'Readings',
    description: `One reading as it is sampled, or a batch of up to ${MAX_BATCH}. At most ${MAX_MESSAGE_BYTES} bytes. The acknowledgement of the server's own broker means that it is on disk.`,
  },
  status: {
    action: 'receive',
    retain: true,
    title: 'Status',
    description: 'Said on connecting and before leaving; `{"online":false}` is also the last will.',
  },
  events: {
    action: 'receive',
    retain: false,
    title: 'Event',
    description: 'Work at the station, its door, its power: when it begins and when it ends.',
  },
  commands: {
    action: 'send',
    retain: false,
    title: 'Command',
    description:
      'What the server asks of a station: readings that it sees were sent and never received, by `boot` and `seq`.',
  },
};

const KINDS = Object.keys(TOPIC_PAYLOADS) as TopicKind[];
const QOS = 1 as const;
const MQTT_BINDING = '0.2.0';

const mapKinds = <T>(make: (kind: TopicKind) => T): Record<TopicKind, T> =>
  Object.fromEntries(KINDS.map((kind) => [kind, make(kind)])) as Record<TopicKind, T>;

const addressOf = (kind: TopicKind): string => topicOf('{region}', stationId('{station}'), kind);

/** The contract of stations as AsyncAPI 3.0, made from the schemas that the server itself checks by. */
export function asyncApiDocument({ host = '127.0.0.1:1883' }: AsyncApiOptions = {}) {
  const drawn = mapKinds(drawSchema);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Clearwell stations',
      version: '1.0.0',
      description: 'What drinking-water stations say to Clearwell over MQTT, and what they may be told.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      tags: [{ name: 'MQTT' }, { name: 'drinking water' }],
    },
    defaultContentType: 'application/json',
    servers: { broker: brokerAt(host) },
    channels: mapKinds(channelOf),
    operations: mapKinds(operationOf),
    components: {
      messages: mapKinds((kind) => messageOf(kind, drawn[kind].payload)),
      schemas: Object.assign({}, ...KINDS.map((kind) => drawn[kind].named)) as Record<string, unknown>,
      parameters: PARAMETERS,
      securitySchemes: {
        account: {
          type: 'userPassword',
          description:
            "A broker reached beyond its own machine asks for an account; with Mosquitto it is the station's id",
        },
      },
    },
  };
}

const PARAMETERS = {
  region: { description: `Where the station is registered; ${wordsOf(regionSchema)}`, examples: ['zz'] },
  station: { description: `Id of the station; ${wordsOf(regionSchema)}`, examples: ['zz-017'] },
};

function wordsOf(schema: z.ZodType): string {
  return `matches ${z.toJSONSchema(schema).pattern ?? ''}`;
}

const brokerAt = (host: string) => ({
  host,
  protocol: 'mqtt',
  protocolVersion: '3.1.1',
  description: 'The broker inside the server, or one that the server listens at',
  security: [{ $ref: '#/components/securitySchemes/account' }],
  bindings: {
    mqtt: {
      cleanSession: false,
      keepAlive: 60,
      lastWill: { topic: addressOf('status'), qos: QOS, retain: true, message: '{"online":false}' },
      bindingVersion: MQTT_BINDING,
    },
  },
});

const channelOf = (kind: TopicKind) => ({
  address: addressOf(kind),
  title: MANNERS[kind].title,
  servers: [{ $ref: '#/servers/broker' }],
  parameters: {
    region: { $ref: '#/components/parameters/region' },
    station: { $ref: '#/components/parameters/station' },
  },
  messages: { [kind]: { $ref: `#/components/messages/${kind}` } },
});

const operationOf = (kind: TopicKind) => ({
  action: MANNERS[kind].action,
  channel: { $ref: `#/channels/${kind}` },
  title: MANNERS[kind].title,
  description: MANNERS[kind].description,
  messages: [{ $ref: `#/channels/${kind}/messages/${kind}` }],
  bindings: { mqtt: { qos: QOS, retain: MANNERS[kind].retain, bindingVersion: MQTT_BINDING } },
});

const messageOf = (kind: TopicKind, payload: object) => ({
  name: kind,
  title: MANNERS[kind].title,
  description: MANNERS[kind].description,
  contentType: 'application/json',
  payload,
  examples: TOPIC_EXAMPLES[kind],
});

/** A payload's JSON Schema, with its named parts set aside. What the server ignores, such as a field more, is allowed. */
function drawSchema(kind: TopicKind) {
  const drawn = z.toJSONSchema(TOPIC_PAYLOADS[kind], { io: 'input', target: 'draft-07' });
  const { definitions, ...payload } = drawn;
  return { payload: asPart(payload), named: asPart(definitions ?? {}) };
}

/** A JSON Schema as a part of the document: it refers to the document's components and has no dialect of its own. */
const asPart = (schema: object): object =>
  JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => {
      if (key === '$schema') return undefined;
      return key === '$ref' && typeof value === 'string'
        ? value.replace('#/definitions/', '#/components/schemas/')
        : value;
    }),
  ) as object;
