import {
  FRESHNESS,
  OUTCOMES,
  PARAMETER_CODES,
  QUALITY_FLAGS,
  SITE_TYPE_CODES,
  STANDARD_CODES,
  STATUSES,
  MAX_CHANNELS,
  type Finding,
  type QualityFlag,
} from '@clearwell/water-quality';
import * as z from 'zod';
import { channelKeySchema, regionSchema, stationIdSchema } from './ids.ts';

const epochMs = z.number().int().meta({ description: 'Milliseconds since 1970-01-01T00:00Z' });
const name = z.object({ zh: z.string().min(1).max(120), en: z.string().min(1).max(120) });

export const channelSchema = z.object({
  key: channelKeySchema,
  parameter: z.enum(PARAMETER_CODES),
  unit: z.string(),
  resolution: z.number().positive(),
});

export const stationSchema = z
  .object({
    id: stationIdSchema,
    region: regionSchema,
    name,
    district: name,
    siteType: z.enum(SITE_TYPE_CODES),
    position: z
      .object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
      .meta({ description: 'WGS-84 degrees' }),
    intervalMs: z.number().int().min(1_000).meta({ description: 'Planned time between two readings' }),
    channels: z.array(channelSchema).min(1).max(MAX_CHANNELS),
  })
  .meta({ id: 'Station' });

/** The file that a region's stations are registered from. */
export const stationsFileSchema = z.object({ stations: z.array(stationSchema) }).meta({ id: 'StationsFile' });

/** `GET /api/stations` */
export const stationListSchema = stationsFileSchema
  .extend({ standards: z.array(z.enum(STANDARD_CODES)).meta({ description: 'Whose limits this server judges by' }) })
  .meta({ id: 'StationList' });
export type StationList = z.infer<typeof stationListSchema>;

export const clockSchema = z
  .object({
    origin: epochMs.meta({ description: 'Wall-clock instant at which the clock stood at `start`' }),
    start: epochMs,
    rate: z.number().positive().meta({ description: 'Simulated seconds in a second; 1 is real time' }),
    now: epochMs,
  })
  .meta({ id: 'Clock' });
export type ClockState = z.infer<typeof clockSchema>;

const flag = z.union(
  QUALITY_FLAGS.map((code) => z.literal(code)) as [z.ZodLiteral<QualityFlag>, z.ZodLiteral<QualityFlag>],
);

const findingSchema = z.object({
  kind: z.literal('limit'),
  channel: channelKeySchema,
  limit: z.string(),
  level: z.enum(['red', 'amber']),
  value: z.number(),
  since: epochMs,
  count: z.number().int(),
  withinTolerance: z.boolean(),
}) satisfies z.ZodType<Finding>;

/** What is known of one station now. */
export const stationStateSchema = z
  .object({
    station: stationIdSchema,
    status: z.enum(STATUSES),
    freshness: z.enum(FRESHNESS),
    unverified: z.boolean().meta({ description: 'Something is open and the station is silent' }),
    latest: z
      .object({
        sampledAt: epochMs,
        receivedAt: epochMs,
        values: z.record(channelKeySchema, z.number().nullable()),
        flags: z.record(channelKeySchema, flag),
      })
      .nullable(),
    findings: z.array(findingSchema),
    link: z.boolean().nullable().meta({ description: 'What the station last said of its connection' }),
  })
  .meta({ id: 'StationState' });
export type StationState = z.infer<typeof stationStateSchema>;

/** `GET /api/state` */
export const stateSchema = z
  .object({
    n: z.number().int().meta({ description: 'Number of the newest delta this state holds' }),
    clock: clockSchema,
    lastReceivedAt: epochMs.nullable(),
    stations: z.array(stationStateSchema),
  })
  .meta({ id: 'State' });
export type State = z.infer<typeof stateSchema>;

const instantQuery = z
  .string()
  .transform((text, context) => {
    const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
    if (Number.isSafeInteger(at)) return at;
    context.addIssue({ code: 'custom', message: 'must be an ISO 8601 time or milliseconds since 1970' });
    return z.NEVER;
  })
  .meta({ description: 'ISO 8601, or milliseconds since 1970' });

/** `GET /api/stations/:id/history` */
export const historyQuerySchema = z.object({
  from: instantQuery.optional().meta({ description: 'First sampling time; 24 h before `to` if left out' }),
  to: instantQuery.optional().meta({ description: 'First sampling time no longer included; now if left out' }),
  channels: z
    .string()
    .optional()
    .transform((text) => text?.split(',').map((part) => part.trim()))
    .pipe(z.array(channelKeySchema).optional())
    .meta({ description: 'Channel keys with commas between; all if left out' }),
});
export type HistoryQuery = z.output<typeof historyQuerySchema>;

/** Columns of equal length, by sampling time, oldest first. `null`: the sensor had no value or the channel was not sent. */
export const historySchema = z
  .object({
    station: stationIdSchema,
    from: epochMs,
    to: epochMs,
    sampledAt: z.array(epochMs),
    receivedAt: z.array(epochMs),
    values: z.record(channelKeySchema, z.array(z.number().nullable())),
    flags: z.record(channelKeySchema, z.array(flag.nullable())),
  })
  .meta({ id: 'History' });
export type History = z.infer<typeof historySchema>;

/** Why a message or a reading was refused. */
export const REJECTIONS = [
  'unknown_topic',
  'too_large',
  'bad_utf8',
  'bad_json',
  'not_a_number',
  'duplicate_key',
  'empty_batch',
  'batch_too_long',
  'bad_shape',
  'bad_value',
  'unknown_channel',
  'impossible_time',
  'wrong_region',
  'parking_full',
] as const;
export type RejectionReason = (typeof REJECTIONS)[number];

/** How far the long-term store is behind the ledger. */
const replicationSchema = z.object({
  trouble: z.string().nullable().meta({ description: 'Why the long-term store takes no readings; null while it does' }),
  backlog: z.number().int().meta({ description: 'Readings that it has not confirmed; the ledger holds them' }),
  oldestWaitedMs: z.number().meta({ description: 'How long the oldest new reading among them has waited' }),
});
export type ReplicationState = z.infer<typeof replicationSchema>;
const replication = replicationSchema.nullable().meta({ description: 'null: the ledger keeps the history alone' });

/** `GET /api/outcomes` */
export const outcomesSchema = z
  .object({
    readings: z.record(z.enum(OUTCOMES), z.number().int()),
    rejected: z.record(z.enum(REJECTIONS), z.number().int()),
    ahead: z.number().int().meta({ description: "Stored, but sampled in the server's future: not judged" }),
    replication,
    late: z.number().int().meta({ description: 'Stored, and older than what its station had already been judged on' }),
    recentRejections: z.array(
      z.object({
        receivedAt: epochMs,
        topic: z.string(),
        reason: z.enum(REJECTIONS),
        detail: z.string(),
        index: z.number().int().nullable().meta({ description: 'Place in its batch, from 0' }),
      }),
    ),
    parked: z.array(
      z.object({
        region: z.string(),
        station: z.string(),
        messages: z.number().int(),
        firstAt: epochMs,
        lastAt: epochMs,
      }),
    ),
  })
  .meta({ id: 'Outcomes' });
export type Outcomes = z.infer<typeof outcomesSchema>;

/** Every HTTP error. `message` says what to do. */
export const problemSchema = z
  .object({ code: z.string(), message: z.string(), requestId: z.string() })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

/** `GET /health` */
export const healthSchema = z
  .object({
    status: z.enum(['ok', 'failing']),
    reason: z.string().nullable(),
    lastReceivedAt: epochMs.nullable(),
    stations: z.number().int(),
    replication,
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof healthSchema>;
