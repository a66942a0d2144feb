import { WORKS } from '@clearwell/water-quality';
import * as z from 'zod';
import { alertIdSchema } from './alert-summary.ts';
import { channelKeySchema, stationIdSchema } from './ids.ts';
import { epochMs } from './instants.ts';

export const muteScope = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('alert'), alert: alertIdSchema }),
  z.strictObject({ of: z.literal('station'), station: stationIdSchema }),
  z.strictObject({
    of: z.literal('rule'),
    rule: z
      .string()
      .min(1)
      .max(100)
      .meta({ description: 'Id of a limit, code of a fault, window of a trend, event, …' }),
    station: stationIdSchema.nullable().meta({ description: 'null: everywhere' }),
  }),
]);

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

/** What nobody is notified of now, or soon will not be. */
export const quietSchema = z.object({ windows: z.array(workWindowSchema), mutes: z.array(muteSchema) }).meta({
  id: 'Quiet',
  description: 'Windows of work and mutes that are not over: in force, or still to come (`from`)',
});
export type Quiet = z.infer<typeof quietSchema>;
