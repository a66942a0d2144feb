import {
  FAULTS,
  FRESHNESS,
  QUALITY_FLAGS,
  QUALITY_TESTS,
  STATUSES,
  TRENDS,
  type QualityFlag,
} from '@clearwell/water-quality';
import * as z from 'zod';
import { alertSummarySchema } from './alert-summary.ts';
import { channelKeySchema, stationIdSchema } from './ids.ts';
import { epochMs, instantQuery } from './instants.ts';
import { quietSchema } from './quiet.ts';
import { registrationSchema, revision } from './stations.ts';

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

const said = {
  since: epochMs,
  lateMs: z
    .number()
    .meta({ description: 'How late it was found: from the sampling that raised it to the last arrival it needed' }),
};

const interval = z.tuple([z.number(), z.number(), z.number()]).readonly();

/** What a detector says of a station now, by kind. */
export const findingSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('limit'),
    ...said,
    channel: channelKeySchema,
    limit: z.string(),
    level: z.enum(['red', 'amber']),
    value: z.number(),
    count: z.number().int(),
    withinTolerance: z.boolean(),
  }),
  z.object({
    kind: z.literal('event'),
    ...said,
    channel: z.null(),
    level: z.literal('amber'),
    score: z.number(),
    contributions: z
      .array(
        z.object({
          channel: channelKeySchema,
          weight: z.number(),
          direction: z.enum(['rise', 'fall']),
          value: z.number().optional(),
          before: z.number().optional(),
        }),
      )
      .readonly(),
  }),
  z.object({
    kind: z.literal('fault'),
    ...said,
    channel: channelKeySchema.nullable(),
    level: z.literal('notice'),
    fault: z.enum(FAULTS),
    evidence: z.array(z.number().nullable()).readonly(),
    partner: channelKeySchema.nullable(),
  }),
  z.object({
    kind: z.literal('trend'),
    ...said,
    channel: channelKeySchema,
    level: z.literal('notice'),
    window: z.enum(TRENDS),
    limit: z.string().nullable(),
    slope: interval.meta({ description: 'A hour: low, likely, high' }),
    left: interval.nullable().meta({ description: 'ms until the limit: soonest, likely, latest' }),
    against: z.number(),
    value: z.number(),
  }),
  z.object({ kind: z.literal('silence'), ...said, channel: z.null(), level: z.literal('notice') }),
  z.object({
    kind: z.literal('link'),
    ...said,
    channel: z.null(),
    level: z.literal('notice'),
    drops: z.number().int().meta({ description: 'In the last 24 hours' }),
    longestMs: z.number(),
  }),
]);

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

export const STORAGE_FAULTS = ['disk_full', 'unknown'] as const;

/** Why readings can't be kept now: none is acknowledged meanwhile. */
export const storageFaultSchema = z
  .object({ code: z.enum(STORAGE_FAULTS), detail: z.string().meta({ description: 'For whoever runs the server' }) })
  .meta({ id: 'StorageFault' });
export type StorageFault = z.infer<typeof storageFaultSchema>;

/** How much of a past that it began with has reached the server. */
export const fillingSchema = z
  .object({ done: z.number().int(), total: z.number().int() })
  .meta({ id: 'Filling', description: 'Readings of the history that a demo begins with; left out: none is awaited' });
export type Filling = z.infer<typeof fillingSchema>;

/** `GET /api/state` */
export const stateSchema = z
  .object({
    n: z.number().int().meta({ description: 'Number of the newest delta this state holds' }),
    revision: revision.meta({
      description: 'Of the stations: another than that of a list fetched before says it is old',
    }),
    clock: clockSchema,
    lastReceivedAt: epochMs.nullable(),
    fault: storageFaultSchema.nullable(),
    filling: fillingSchema.optional(),
    stations: z.array(stationStateSchema),
    alerts: z.array(alertSummarySchema).meta({ description: 'Those that nobody has closed' }),
    quiet: quietSchema,
  })
  .meta({ id: 'State' });
export type State = z.infer<typeof stateSchema>;

/** `GET /api/stations/:id/history` */
export const historyQuerySchema = z.object({
  from: instantQuery.optional().meta({ description: 'First sampling time; 24 h before `to` if left out' }),
  to: instantQuery.optional().meta({ description: 'First sampling time no longer included; now if left out' }),
  channels: z
    .string()
    .optional()
    .transform((text) => text?.split(',').map((part) => part.trim()))
    .pipe(z.array(channelKeySchema).optional())
    .meta({ description: 'Channel keys with commas between; all it had in the span if left out' }),
  tests: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description: 'Whether to say which test set each flag; for at most 7 days' }),
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
    tests: z
      .record(channelKeySchema, z.array(z.enum(QUALITY_TESTS).nullable()))
      .optional()
      .meta({ description: 'If asked for: the test that set the flag; a channel of which none did is left out' }),
    registrations: z
      .array(registrationSchema)
      .meta({ description: 'What was true of the station in this span, oldest first' }),
  })
  .meta({ id: 'History' });
export type History = z.infer<typeof historySchema>;

/** Every HTTP error. `message` says what to do. */
export const problemSchema = z
  .object({ code: z.string(), message: z.string(), requestId: z.string() })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;
