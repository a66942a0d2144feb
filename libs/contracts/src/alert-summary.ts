import {
  ALERT_CONDITIONS,
  ALERT_KINDS,
  HANDLINGS,
  HAPPENINGS,
  HOLD_CODES,
  VERDICTS,
  type AlertId,
} from '@clearwell/water-quality';
import * as z from 'zod';
import { channelKeySchema, stationIdSchema } from './ids.ts';
import { epochMs } from './instants.ts';

export const alertIdSchema = z
  .string()
  .regex(/^WQ-\d{8}-\d{3,6}$/, 'must be the number of an alert, such as WQ-20261121-003') as unknown as z.ZodType<
  AlertId,
  string
>;

export const LEVELS = ['red', 'amber', 'notice'] as const;
export const levelSchema = z.enum(LEVELS);

/** An alert in a line of a list, and on the socket. */
export const alertSummarySchema = z
  .object({
    id: alertIdSchema,
    key: z.string().meta({ description: 'What it is about: one alert stands open for it' }),
    kind: z.enum(ALERT_KINDS),
    stations: z.array(stationIdSchema).meta({ description: 'One; those of a cluster or an operation, several' }),
    channel: channelKeySchema.nullable().meta({ description: 'null: all of the station' }),
    condition: z.enum(ALERT_CONDITIONS).meta({ description: 'From the data' }),
    handling: z.enum(HANDLINGS).meta({ description: 'By people' }),
    level: levelSchema.meta({ description: 'The worst that lasts; of one that is over, what it was at last' }),
    revision: z.number().int().meta({ description: 'Counts what stands in its timeline; sent back with an act' }),
    withdrawn: z.boolean().meta({ description: 'Late data took all of it away: it never was' }),
    rules: z.array(z.string()).meta({ description: 'Of what lasts, or of all where nothing does' }),
    worst: z.number().nullable().meta({ description: "Its worst value, in the parameter's unit; null: it has none" }),
    start: epochMs.meta({ description: 'Sampling time of the first reading that belongs to it' }),
    end: epochMs.nullable().meta({ description: 'Sampling time of the first that does no longer; null: it goes on' }),
    lateMs: z.number().meta({ description: 'From the sampling that raised it until it could be said' }),
    unverifiedSince: epochMs.nullable(),
    unheard: z.array(stationIdSchema).meta({ description: 'Of its stations, those that are silent' }),
    partOf: alertIdSchema.nullable().meta({ description: 'Something larger that it belongs to' }),
    held: z.enum(HOLD_CODES).nullable().meta({ description: 'Why nobody is notified of it now' }),
    assignee: z.string().nullable(),
    verdict: z.enum(VERDICTS).nullable(),
    lastChange: z.object({
      what: z.enum(HAPPENINGS),
      by: z.string().nullable().meta({ description: 'null: the data, or time' }),
      at: epochMs,
    }),
    openedAt: epochMs,
    notifiedAt: epochMs.nullable(),
    acknowledgedAt: epochMs.nullable(),
    closedAt: epochMs.nullable(),
  })
  .meta({ id: 'AlertSummary' });
export type AlertSummary = z.infer<typeof alertSummarySchema>;
