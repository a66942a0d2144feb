import type { StationId } from '@clearwell/water-quality';
import type * as z from 'zod';
import { regionSchema, stationIdSchema } from './ids.ts';
import { commandSchema, readingsMessageSchema, stationEventSchema, stationStatusSchema } from './mqtt.ts';

/** Kind of topic → what travels on it. The kind is the last level of the topic. */
export const TOPIC_PAYLOADS = {
  /** Station → server, QoS 1. */
  readings: readingsMessageSchema,
  /** Station → server, QoS 1, retained; also the last will. */
  status: stationStatusSchema,
  /** Station → server, QoS 1. */
  events: stationEventSchema,
  /** Server → station, QoS 1. */
  commands: commandSchema,
} as const;

export type TopicKind = keyof typeof TOPIC_PAYLOADS;
export type PayloadOf<K extends TopicKind> = z.infer<(typeof TOPIC_PAYLOADS)[K]>;

const ROOT = 'clearwell/v1';

export interface StationTopic {
  readonly region: string;
  readonly station: StationId;
  readonly kind: TopicKind;
}

/** `clearwell/v1/{region}/{station}/{kind}` */
export const topicOf = (region: string, station: StationId, kind: TopicKind): string =>
  `${ROOT}/${region}/${station}/${kind}`;

/** Everything stations say, of every region. */
export const STATION_TOPICS = [`${ROOT}/+/+/readings`, `${ROOT}/+/+/status`, `${ROOT}/+/+/events`] as const;

const isKind = (text: string): text is TopicKind => Object.hasOwn(TOPIC_PAYLOADS, text);

/** The parts of a topic of this contract, or null for any other topic. */
export function parseTopic(topic: string): StationTopic | null {
  const levels = topic.split('/');
  if (levels.length !== 5 || levels[0] !== 'clearwell' || levels[1] !== 'v1') return null;
  const region = regionSchema.safeParse(levels[2]);
  const station = stationIdSchema.safeParse(levels[3]);
  const kind = levels[4] ?? '';
  if (!region.success || !station.success || !isKind(kind)) return null;
  return { region: region.data, station: station.data, kind };
}
