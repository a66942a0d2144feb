import {
  ALERT_CONDITIONS,
  ALERT_KINDS,
  AUDIENCES,
  HANDLINGS,
  HAPPENINGS,
  HOLD_CODES,
  MEASURING_METHODS,
  REFUSALS,
  VERDICTS,
  WORKS,
} from '@clearwell/water-quality';
import * as z from 'zod';
import { alertIdSchema, alertSummarySchema, LEVELS, levelSchema } from './alert-summary.ts';
import { problemSchema } from './http.ts';
import { channelKeySchema, stationIdSchema } from './ids.ts';
import { epochMs, instantQuery, instantSchema } from './instants.ts';

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
    sources: z.array(alertSourceSchema),
    parts: z
      .array(z.object({ station: stationIdSchema, from: epochMs, until: epochMs.nullable() }))
      .meta({ description: 'Whose events belong to it, and when' }),
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
    measurements: z.array(measurementSchema).meta({ description: 'By the time they were taken' }),
    may: z.array(z.enum(['acknowledge', 'close'])).meta({
      description: 'What whoever asks may do with it; `acknowledge` stands for all but closing and reopening',
    }),
  })
  .meta({ id: 'AlertDetail' });
export type AlertDetail = z.infer<typeof alertDetailSchema>;

const key = z
  .string()
  .regex(/^[\w-]{8,64}$/, 'must be 8 to 64 letters, digits, - and _')
  .meta({ description: 'Made by whoever asks, such as a UUID: the same key is the same act, and has the same answer' });
const written = z.string().trim().min(1).max(2_000);
const revision = z
  .number()
  .int()
  .min(0)
  .nullable()
  .meta({ description: 'As it was seen; null: whatever it is by now' });
const onAlert = { key, revision };

/** `POST /api/alerts/:id/acts` */
export const alertActSchema = z
  .discriminatedUnion('do', [
    z.strictObject({ do: z.literal('acknowledge'), ...onAlert }),
    z.strictObject({ do: z.literal('investigate'), ...onAlert }),
    z.strictObject({ do: z.literal('assign'), ...onAlert, to: z.string().min(1).max(40) }),
    z.strictObject({ do: z.literal('comment'), ...onAlert, text: written }),
    z.strictObject({ do: z.literal('close'), ...onAlert, verdict: z.enum(VERDICTS), cause: written }),
    z.strictObject({ do: z.literal('reopen'), ...onAlert, reason: written }),
  ])
  .meta({ id: 'AlertAct' });
export type AlertActAsked = z.output<typeof alertActSchema>;

/** `POST /api/alerts/:id/measurements` */
export const newMeasurementSchema = z
  .strictObject({
    key,
    station: stationIdSchema.optional().meta({ description: 'Needed where the alert has several' }),
    channel: channelKeySchema,
    value: z.number(),
    method: z.enum(MEASURING_METHODS),
    takenAt: instantSchema,
    note: z.string().trim().max(2_000).default(''),
  })
  .meta({ id: 'NewMeasurement' });
export type NewMeasurement = z.output<typeof newMeasurementSchema>;

const reason = z.string().trim().min(1).max(500);

/** `POST /api/windows` */
export const newWindowSchema = z
  .strictObject({
    key,
    station: stationIdSchema,
    channels: z
      .array(channelKeySchema)
      .min(1)
      .nullable()
      .default(null)
      .meta({ description: 'null: all of the station' }),
    work: z.enum(WORKS),
    from: instantSchema.nullable().default(null).meta({ description: 'null: at once' }),
    until: instantSchema.meta({ description: 'It ends by itself then; at most 7 days after it begins' }),
    reason,
  })
  .meta({ id: 'NewWindow' });
export type NewWindow = z.output<typeof newWindowSchema>;

const muteScope = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('alert'), alert: alertIdSchema }),
  z.strictObject({ of: z.literal('station'), station: stationIdSchema }),
  z.strictObject({
    of: z.literal('rule'),
    rule: z.string().min(1).max(100),
    station: stationIdSchema.nullable().meta({ description: 'null: everywhere' }),
  }),
]);

/** `POST /api/mutes` */
export const newMuteSchema = z
  .strictObject({ key, scope: muteScope, until: instantSchema, reason })
  .meta({ id: 'NewMute' });
export type NewMute = z.output<typeof newMuteSchema>;

/** `POST /api/windows/:id/end`, `POST /api/mutes/:id/end` */
export const quietEndSchema = z.strictObject({ key }).meta({ id: 'QuietEnd' });
export type QuietEnd = z.output<typeof quietEndSchema>;

/** What became of an act. */
export const actAnswerSchema = z
  .object({
    key: z.string(),
    at: epochMs,
    outcome: z.enum(['done', 'conflict', 'refused']),
    refusal: z.enum(REFUSALS).nullable(),
    conflict: z
      .object({ what: z.enum(HAPPENINGS), by: z.string().nullable(), at: epochMs })
      .nullable()
      .meta({ description: 'What somebody, or the data (`by` null), did since it was seen' }),
    alert: alertIdSchema.nullable(),
    revision: z.number().int().nullable().meta({ description: "The alert's revision after it" }),
    made: z.string().nullable().meta({ description: 'Id of the window or mute it opened or ended' }),
  })
  .meta({ id: 'ActAnswer' });
export type ActAnswered = z.infer<typeof actAnswerSchema>;

/** An act that was not done: 409 for a conflict, 422 for what is refused. */
export const actProblemSchema = problemSchema.extend({ answer: actAnswerSchema }).meta({ id: 'ActProblem' });
export type ActProblem = z.infer<typeof actProblemSchema>;

export const workWindowSchema = z
  .object({
    id: z.string(),
    station: stationIdSchema,
    channels: z.array(channelKeySchema).nullable(),
    work: z.enum(WORKS),
    from: epochMs,
    until: epochMs,
    endedAt: epochMs.nullable().meta({ description: 'null: it is open, or still to come' }),
    by: z.string().nullable().meta({ description: 'null: the station said so itself' }),
    reason: z.string(),
  })
  .meta({ id: 'WorkWindow' });

/** `GET /api/windows` */
export const windowListSchema = z.object({ windows: z.array(workWindowSchema) }).meta({ id: 'WindowList' });
export type WindowList = z.infer<typeof windowListSchema>;

export const muteSchema = z
  .object({
    id: z.string(),
    scope: muteScope,
    from: epochMs,
    until: epochMs,
    by: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'Mute' });

/** `GET /api/mutes` */
export const muteListSchema = z.object({ mutes: z.array(muteSchema) }).meta({ id: 'MuteList' });
export type MuteList = z.infer<typeof muteListSchema>;

/** `GET /api/assignees` */
export const assigneesSchema = z
  .object({ assignees: z.array(z.object({ name: z.string(), fullName: z.string() })) })
  .meta({ id: 'Assignees' });
export type Assignees = z.infer<typeof assigneesSchema>;

export * from './precision.ts';
