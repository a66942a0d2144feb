import {
  ALERT_CONDITIONS,
  ALERT_KINDS,
  AUDIENCES,
  DELIVERY_OUTCOMES,
  HANDLINGS,
  HAPPENINGS,
  HOLD_CODES,
  MEASURING_METHODS,
  VERDICTS,
} from '@clearwell/water-quality';
import * as z from 'zod';
import { alertIdSchema, alertSummarySchema, LEVELS, levelSchema } from './alert-summary.ts';
import { channelKeySchema, stationIdSchema } from './ids.ts';
import { epochMs, instantQuery } from './instants.ts';

/** Names with commas between. */
const listOf = <T extends string>(names: readonly [T, ...T[]]) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(z.enum(names)).min(1))
    .optional();

/** `GET /api/alerts` */
export const alertsQuerySchema = z.object({
  condition: listOf(ALERT_CONDITIONS).meta({ description: `One or several of ${ALERT_CONDITIONS.join(', ')}` }),
  handling: listOf(HANDLINGS).meta({ description: `One or several of ${HANDLINGS.join(', ')}` }),
  kind: listOf(ALERT_KINDS).meta({ description: `One or several of ${ALERT_KINDS.join(', ')}` }),
  level: listOf(LEVELS).meta({ description: `One or several of ${LEVELS.join(', ')}` }),
  station: stationIdSchema.optional(),
  district: z.string().min(1).max(120).optional().meta({ description: 'Of one of its stations, in either language' }),
  assignee: z.string().min(1).max(40).optional(),
  text: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: 'Part of its number, of what it is about, of a station’s name, or of what people wrote' }),
  from: instantQuery.optional().meta({ description: 'It went on at this time or later, by sampling times' }),
  to: instantQuery.optional().meta({ description: 'It began before this time' }),
  after: alertIdSchema.optional().meta({ description: '`next` of the page before' }),
  limit: z
    .string()
    .regex(/^([1-9]\d?|1\d\d|200)$/, 'must be 1 to 200')
    .default('50')
    .transform(Number)
    .meta({ description: 'Alerts on a page, at most 200' }),
});
export type AlertsQuery = z.output<typeof alertsQuerySchema>;

export const alertListSchema = z
  .object({
    alerts: z.array(alertSummarySchema).meta({ description: 'The newest opened first' }),
    next: alertIdSchema
      .nullable()
      .meta({ description: 'Sent as `after`, gives the next page; null: this is the last' }),
  })
  .meta({ id: 'AlertList' });
export type AlertList = z.infer<typeof alertListSchema>;

const contribution = z.object({
  channel: channelKeySchema,
  weight: z.number(),
  direction: z.enum(['rise', 'fall']),
  value: z.number().optional(),
  before: z.number().optional(),
});

/** An episode that an alert holds. */
export const alertSourceSchema = z.object({
  key: z.string(),
  channel: channelKeySchema.nullable(),
  rule: z.string(),
  level: levelSchema,
  start: epochMs,
  raisedAt: epochMs,
  detectedAt: epochMs,
  end: epochMs.nullable(),
  clearedAt: epochMs.nullable().meta({ description: 'null: it lasts' }),
  worst: z.number(),
  count: z.number().int(),
  contributions: z.array(contribution),
  paging: z.object({ code: z.string(), notifies: z.boolean() }).nullable(),
});

/** One line of what happened to an alert; never changed. */
export const timelineEntrySchema = z
  .object({
    revision: z.number().int(),
    place: z.number().int().meta({ description: 'Within the revision, from 0' }),
    at: epochMs,
    by: z.string().nullable().meta({ description: 'null: the data, or time' }),
    what: z.enum(HAPPENINGS),
    condition: z.enum(ALERT_CONDITIONS),
    level: levelSchema,
    code: z.enum(HOLD_CODES).optional().meta({ description: 'Why it was held back' }),
    source: z.string().optional().meta({ description: '`key` of the episode it is about' }),
    other: alertIdSchema.optional().meta({ description: 'What it became part of, or what took an episode over' }),
    text: z.string().optional().meta({ description: 'A comment, a cause, a reason' }),
    to: z.string().optional().meta({ description: 'To whom it was assigned' }),
    verdict: z.enum(VERDICTS).optional(),
    lateMs: z.number().optional(),
  })
  .meta({ id: 'AlertTimelineEntry' });
export type AlertTimelineEntry = z.infer<typeof timelineEntrySchema>;

/** What became of one notice at one receiver, or why it never set out; never changed. Groups of people are told, no names. */
export const deliverySchema = z
  .object({
    at: epochMs,
    revision: z.number().int().meta({ description: "The alert's revision that is told of" }),
    what: z.enum(HAPPENINGS),
    audience: z.enum(AUDIENCES),
    receiver: z
      .string()
      .nullable()
      .meta({ description: '`inbox` is the page; null: of what was sent to nobody, with `why`' }),
    outcome: z.enum(DELIVERY_OUTCOMES),
    attempt: z.number().int().nullable().meta({ description: 'Counted from 1; null: nothing was sent' }),
    why: z.string().nullable().meta({
      description:
        'Why it was held back, a code such as `http_503` or `timeout`, or of what was merged the key of what was sent',
    }),
  })
  .meta({ id: 'AlertDelivery' });
export type AlertDelivery = z.infer<typeof deliverySchema>;

/** A value that somebody measured beside an online probe. */
export const measurementSchema = z
  .object({
    key: z.string(),
    station: stationIdSchema,
    channel: channelKeySchema,
    value: z.number().meta({ description: 'In the unit of the channel' }),
    unit: z.string().meta({ description: 'UCUM' }),
    method: z.enum(MEASURING_METHODS),
    takenAt: epochMs,
    note: z.string(),
    by: z.string(),
    enteredAt: epochMs,
    online: z
      .object({ sampledAt: epochMs, value: z.number(), difference: z.number(), tolerance: z.number() })
      .nullable()
      .meta({ description: 'The reading it is held against; null: there is none near enough in time' }),
    agrees: z.boolean().nullable().meta({ description: 'Within the tolerance of such instruments' }),
  })
  .meta({ id: 'Measurement' });
export type MeasurementAnswer = z.infer<typeof measurementSchema>;

/** `GET /api/alerts/:id` */
export const alertDetailSchema = alertSummarySchema
  .extend({
    reasons: z
      .array(z.object({ zh: z.string(), en: z.string() }))
      .meta({ description: 'Why it is held for what it is, in sentences; of what is over, as it was sealed' }),
    sources: z.array(alertSourceSchema),
    parts: z
      .array(z.object({ station: stationIdSchema, from: epochMs, until: epochMs.nullable() }))
      .meta({ description: 'Whose events belong to it, and when' }),
    settling: z.object({ since: epochMs, until: epochMs }).nullable().meta({
      description:
        'A cluster: over at all its stations since then, and over once one of them is sampled after `until`, if nothing follows',
    }),
    members: z.array(alertIdSchema).meta({ description: 'Alerts that are part of it' }),
    told: z
      .partialRecord(z.enum(AUDIENCES), z.enum(['something', 'something_red']))
      .meta({ description: 'Who was told of what still lasts' }),
    acknowledgement: z.object({ by: z.string(), at: epochMs, expiresAt: epochMs }).nullable(),
    judgement: z
      .object({
        verdict: z.enum(VERDICTS),
        cause: z.string(),
        by: z.string(),
        at: epochMs,
        wasLasting: z.boolean().meta({ description: 'It was closed while it went on, and is quiet until its end' }),
      })
      .nullable(),
    heldBack: z
      .array(z.object({ code: z.enum(HOLD_CODES), from: epochMs, until: epochMs.nullable() }))
      .meta({ description: 'When nobody was notified of it, and why; `until` null: still so' }),
    timeline: z.array(timelineEntrySchema).meta({ description: 'Oldest first' }),
    deliveries: z
      .array(deliverySchema)
      .meta({ description: 'Who was told of it, over which receiver, and who was not, and why; oldest first' }),
    measurements: z.array(measurementSchema).meta({ description: 'By the time they were taken' }),
    closableAs: z.array(z.enum(VERDICTS)).meta({
      description: 'The verdicts it can be closed with as it stands: while it goes on, only that it is not the water',
    }),
    may: z.array(z.enum(['acknowledge', 'close'])).meta({
      description: 'What whoever asks may do with it; `acknowledge` stands for all but closing and reopening',
    }),
  })
  .meta({ id: 'AlertDetail' });
export type AlertDetail = z.infer<typeof alertDetailSchema>;

export * from './alert-acts.ts';
export * from './precision.ts';
