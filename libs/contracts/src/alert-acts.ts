import { HAPPENINGS, MEASURING_METHODS, REFUSALS, VERDICTS, WORKS } from '@clearwell/water-quality';
import * as z from 'zod';
import { alertIdSchema } from './alert-summary.ts';
import { problemSchema } from './http.ts';
import { channelKeySchema, stationIdSchema } from './ids.ts';
import { epochMs, instantSchema } from './instants.ts';
import { muteSchema, muteScope, workWindowSchema } from './quiet.ts';

export const actKey = z
  .string()
  .regex(/^[\w-]{8,64}$/, 'must be 8 to 64 letters, digits, - and _')
  .meta({
    description:
      'Made by whoever asks, such as a UUID: the same act by the same key has the same answer, any other is refused',
  });
const written = z.string().trim().min(1).max(2_000);
const revision = z
  .number()
  .int()
  .min(0)
  .nullable()
  .meta({ description: 'As it was seen; null: whatever it is by now' });
const onAlert = { key: actKey, revision };
const assignee = z.string().min(1).max(40).nullable().meta({ description: 'null: nobody, it is taken back' });

/** `POST /api/alerts/:id/acts` */
export const alertActSchema = z
  .discriminatedUnion('do', [
    z.strictObject({ do: z.literal('acknowledge'), ...onAlert }),
    z.strictObject({ do: z.literal('investigate'), ...onAlert }),
    z.strictObject({ do: z.literal('assign'), ...onAlert, to: assignee }),
    z.strictObject({ do: z.literal('comment'), ...onAlert, text: written }),
    z.strictObject({ do: z.literal('close'), ...onAlert, verdict: z.enum(VERDICTS), cause: written }),
    z.strictObject({ do: z.literal('reopen'), ...onAlert, reason: written }),
  ])
  .meta({ id: 'AlertAct' });
export type AlertActAsked = z.output<typeof alertActSchema>;

/** `POST /api/alerts/:id/measurements` */
export const newMeasurementSchema = z
  .strictObject({
    key: actKey,
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
    key: actKey,
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

/** `POST /api/mutes` */
export const newMuteSchema = z
  .strictObject({ key: actKey, scope: muteScope, until: instantSchema, reason })
  .meta({ id: 'NewMute' });
export type NewMute = z.output<typeof newMuteSchema>;

/** `POST /api/windows/:id/end`, `POST /api/mutes/:id/end` */
export const quietEndSchema = z.strictObject({ key: actKey }).meta({ id: 'QuietEnd' });
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

/** `GET /api/windows` */
export const windowListSchema = z.object({ windows: z.array(workWindowSchema) }).meta({ id: 'WindowList' });
export type WindowList = z.infer<typeof windowListSchema>;

/** `GET /api/mutes` */
export const muteListSchema = z.object({ mutes: z.array(muteSchema) }).meta({ id: 'MuteList' });
export type MuteList = z.infer<typeof muteListSchema>;

/** `GET /api/assignees` */
export const assigneesQuerySchema = z.object({
  alert: alertIdSchema.optional().meta({ description: 'Only those who may handle this one' }),
});
export type AssigneesQuery = z.output<typeof assigneesQuerySchema>;

/** `GET /api/assignees` */
export const assigneesSchema = z
  .object({ assignees: z.array(z.object({ name: z.string(), fullName: z.string(), phone: z.string().nullable() })) })
  .meta({ id: 'Assignees' });
export type Assignees = z.infer<typeof assigneesSchema>;
