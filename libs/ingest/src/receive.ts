import {
  MAX_BATCH,
  MAX_MESSAGE_BYTES,
  batchEnvelopeSchema,
  parseTopic,
  readingSchema,
  stationEventSchema,
  stationStatusSchema,
  type ParsedReading,
  type PayloadOf,
  type RejectionReason,
  type StationTopic,
} from '@clearwell/contracts';
import type { StationRegister } from '@clearwell/stations';
import { judgeTime, type EpochMs, type Reading, type Station, type StationId } from '@clearwell/water-quality';
import type * as z from 'zod';
import type { RawMessage } from './raw-message.ts';
import { decodeJson } from './strict-json.ts';
import { mayPublish } from './topic-access.ts';

/** A message or one reading of it that is refused, with what was sent. */
export interface Rejection {
  readonly receivedAt: EpochMs;
  readonly topic: string;
  readonly station: StationId | null;
  readonly reason: RejectionReason;
  /** In words, for whoever looks after the station. */
  readonly detail: string;
  /** Place in its batch, from 0; null when the whole message is refused. */
  readonly place: number | null;
  readonly raw: Uint8Array;
}

/** What a message turned out to be. */
export type Received =
  | {
      readonly kind: 'readings';
      readonly station: Station;
      readonly receivedAt: EpochMs;
      readonly readings: readonly Reading[];
      readonly rejections: readonly Rejection[];
    }
  | {
      readonly kind: 'status';
      readonly station: Station;
      readonly receivedAt: EpochMs;
      readonly status: PayloadOf<'status'>;
    }
  | {
      readonly kind: 'event';
      readonly station: Station;
      readonly receivedAt: EpochMs;
      readonly event: PayloadOf<'events'>;
    }
  | { readonly kind: 'parked'; readonly address: StationTopic; readonly message: RawMessage }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

/** Of a message too large to read, this much is kept. */
const RAW_KEPT = 64 * 1024;

/** Reads a message of a station: the door through which the outside comes in. Never throws for what the message holds. */
export function receive(message: RawMessage, register: StationRegister): Received {
  const { account = null } = message;
  if (account !== null && !mayPublish(account, message.topic)) {
    const own = `clearwell/v1/{region}/${account}`;
    return refuse(
      message,
      null,
      'not_allowed',
      `The account ${account} may publish on ${own}/readings, /status, /events`,
    );
  }
  const address = parseTopic(message.topic);
  if (address === null || address.kind === 'commands') {
    return refuse(
      message,
      null,
      'unknown_topic',
      'Stations publish on clearwell/v1/{region}/{station}/readings, /status or /events',
    );
  }
  if (message.payload.length > MAX_MESSAGE_BYTES) {
    const detail = `${String(message.payload.length)} bytes; at most ${String(MAX_MESSAGE_BYTES)} are taken`;
    return refuse(message, address.station, 'too_large', detail);
  }
  const station = register.find(address.station);
  if (station === undefined) return { kind: 'parked', address, message };
  if (station.region !== address.region) {
    return refuse(message, station.id, 'wrong_region', `${station.id} belongs to region ${station.region}`);
  }
  const decoded = decodeJson(message.payload);
  if (!decoded.ok) return refuse(message, station.id, decoded.reason, decoded.detail);
  if (address.kind === 'readings') return openReadings(message, station, register, decoded.value);
  return openNote(message, station, register, { kind: address.kind, value: decoded.value });
}

/** What a station says of itself. */
function openNote(
  message: RawMessage,
  station: Station,
  register: StationRegister,
  { kind, value }: { readonly kind: 'status' | 'events'; readonly value: unknown },
): Received {
  const { receivedAt } = message;
  if (kind === 'status') {
    const status = stationStatusSchema.safeParse(value);
    if (status.success) return { kind: 'status', station, receivedAt, status: status.data };
    return refuse(message, station.id, 'bad_shape', inWords(status.error));
  }
  const event = stationEventSchema.safeParse(value);
  if (!event.success) return refuse(message, station.id, 'bad_shape', inWords(event.error));
  const { at, channels = [] } = event.data;
  if (judgeTime(at, receivedAt) === 'impossible')
    return refuse(message, station.id, 'impossible_time', `Happened at ${asTime(at)}: ${IMPOSSIBLE}`);
  const registration = register.at(station.id, at) ?? register.newest(station.id);
  const stranger = channels.find((key) => registration?.station.channels.every((channel) => channel.key !== key));
  if (stranger !== undefined)
    return refuse(message, station.id, 'unknown_channel', `${station.id} has no channel ${stranger} at ${asTime(at)}`);
  return { kind: 'event', station, receivedAt, event: event.data };
}

function openReadings(message: RawMessage, station: Station, register: StationRegister, value: unknown): Received {
  if (typeof value !== 'object' || value === null || !('readings' in value)) {
    const opened = openReading(message, station, register, value);
    return opened.ok
      ? { kind: 'readings', station, receivedAt: message.receivedAt, readings: [opened.reading], rejections: [] }
      : refuse(message, station.id, opened.fault.reason, opened.fault.detail);
  }
  const batch = batchEnvelopeSchema.safeParse(value);
  if (!batch.success) return refuseBatch(message, station, value.readings, batch.error);
  const readings: Reading[] = [];
  const rejections: Rejection[] = [];
  batch.data.readings.forEach((item, place) => {
    const opened = openReading(message, station, register, item);
    if (opened.ok) readings.push(opened.reading);
    else rejections.push(rejectItem(message, station, opened.fault, place, item));
  });
  return { kind: 'readings', station, receivedAt: message.receivedAt, readings, rejections };
}

function refuseBatch(message: RawMessage, station: Station, readings: unknown, error: z.ZodError): Received {
  if (!Array.isArray(readings)) return refuse(message, station.id, 'bad_shape', inWords(error));
  if (readings.length === 0) return refuse(message, station.id, 'empty_batch', 'The batch holds no reading');
  const detail = `${String(readings.length)} readings; at most ${String(MAX_BATCH)} are taken in one message`;
  return refuse(message, station.id, 'batch_too_long', detail);
}

interface Fault {
  readonly reason: RejectionReason;
  readonly detail: string;
}

type Opened = { readonly ok: true; readonly reading: Reading } | { readonly ok: false; readonly fault: Fault };

const faulty = (reason: RejectionReason, detail: string): Opened => ({ ok: false, fault: { reason, detail } });

function openReading(message: RawMessage, station: Station, register: StationRegister, value: unknown): Opened {
  const parsed = readingSchema.safeParse(value);
  if (!parsed.success) return faulty(reasonOf(parsed.error), inWords(parsed.error));
  const { data } = parsed;
  if (judgeTime(data.sampledAt, message.receivedAt) === 'impossible') {
    const detail = `Sampled at ${asTime(data.sampledAt)}: ${IMPOSSIBLE}`;
    return faulty('impossible_time', detail);
  }
  const registration = register.at(station.id, data.sampledAt);
  if (registration === undefined || registration.retired) {
    const since = registration === undefined ? '' : ` since ${asTime(registration.from)}`;
    return faulty('retired', `${station.id} is out of service${since}: reinstate it, or stop its logger`);
  }
  const stranger = [...Object.keys(data.values), ...Object.keys(data.marks ?? {})].find(
    (key) => !registration.station.channels.some((channel) => channel.key === key),
  );
  if (stranger !== undefined) {
    return faulty('unknown_channel', `${station.id} has no channel ${stranger} at ${asTime(data.sampledAt)}`);
  }
  return { ok: true, reading: readingOf(data, station, message.receivedAt) };
}

function readingOf(data: ParsedReading, station: Station, receivedAt: EpochMs): Reading {
  return {
    station: station.id,
    sampledAt: data.sampledAt,
    receivedAt,
    boot: data.boot ?? null,
    seq: data.seq ?? null,
    historical: data.historical,
    values: data.values,
    marks: data.marks ?? {},
    device: data.device ?? {},
  };
}

const LATEST_DATE = 8.64e15;

const IMPOSSIBLE = "before 2000, or more than a day ahead of the server's clock";

const asTime = (at: EpochMs): string => (Math.abs(at) <= LATEST_DATE ? new Date(at).toISOString() : `${String(at)} ms`);

function reasonOf(error: z.ZodError): RejectionReason {
  const issue = error.issues[0];
  if (issue?.path[0] !== 'values' || issue.path.length < 2) return 'bad_shape';
  return issue.code === 'invalid_key' ? 'unknown_channel' : 'bad_value';
}

/** The first faults, each with where it stands. */
function inWords(error: z.ZodError): string {
  const said = error.issues.slice(0, 3).map((issue) => {
    const where = issue.path.map(String).join('.');
    return where === '' ? issue.message : `${where}: ${issue.message}`;
  });
  return said.join('; ').slice(0, 500);
}

const refuse = (message: RawMessage, station: StationId | null, reason: RejectionReason, detail: string): Received => ({
  kind: 'rejected',
  rejection: { ...headOf(message, station), reason, detail, place: null, raw: message.payload.slice(0, RAW_KEPT) },
});

const headOf = ({ receivedAt, topic }: RawMessage, station: StationId | null) => ({ receivedAt, topic, station });

function rejectItem(message: RawMessage, station: Station, fault: Fault, place: number, item: unknown): Rejection {
  const raw = Buffer.from(JSON.stringify(item)).subarray(0, RAW_KEPT);
  return { ...headOf(message, station.id), ...fault, place, raw };
}
