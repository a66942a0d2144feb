import { VERDICTS } from '@clearwell/water-quality';
import * as z from 'zod';
import { actKey } from './alert-acts.ts';
import { stationIdSchema } from './ids.ts';
import { epochMs, instantQuery } from './instants.ts';

/** `GET /api/precision` */
export const precisionQuerySchema = z.object({
  from: instantQuery.optional().meta({ description: 'Of alerts opened since; 90 days before `to` if left out' }),
  to: instantQuery.optional().meta({ description: 'Of alerts opened before; now if left out' }),
});
export type PrecisionQuery = z.output<typeof precisionQuerySchema>;

const precision = z.object({
  of: z.string().meta({ description: 'A rule, a parameter, a station, or a month as YYYYMM' }),
  alerts: z.number().int(),
  judged: z.number().int().meta({ description: 'With a verdict that says; `unknown` says nothing' }),
  right: z.number().int(),
  precision: z
    .object({ low: z.number(), likely: z.number(), high: z.number() })
    .nullable()
    .meta({ description: 'Share that was right, with its interval of 95 %; null: nothing was judged' }),
});

const sensitivity = {
  lift: z.number().meta({ description: 'Above the threshold that its budget gives; below it where negative' }),
  threshold: z.number().meta({ description: 'Score from which its events are told' }),
};

/** From which score on a station's events are told. */
export const sensitivitySchema = z
  .object({
    station: stationIdSchema,
    usual: z.number().meta({ description: 'What its budget gives' }),
    ...sensitivity,
    since: epochMs.nullable().meta({ description: 'Of what was sampled since then; null: as its budget says' }),
    judged: z.number().int().meta({ description: 'Its event alerts with a verdict that says, since then' }),
    wrong: z.number().int().meta({ description: 'Of those, the ones that were not the water' }),
    proposed: z.object(sensitivity).nullable().meta({
      description: 'What those verdicts propose; null: to leave it. Nothing changes until somebody takes it up',
    }),
  })
  .meta({ id: 'Sensitivity' });
export type SensitivityAnswer = z.infer<typeof sensitivitySchema>;

/** `POST /api/stations/:id/tunings` */
export const newTuningSchema = z
  .strictObject({ key: actKey, lift: z.number().min(-5).max(5).meta({ description: 'What is proposed, or 0' }) })
  .meta({ id: 'NewTuning' });
export type NewTuning = z.output<typeof newTuningSchema>;

/** What a station is tuned to after it. */
export const tuningAnswerSchema = z
  .object({ station: stationIdSchema, lift: z.number(), from: epochMs.nullable() })
  .meta({ id: 'Tuning' });
export type TuningAnswer = z.infer<typeof tuningAnswerSchema>;

const medianMs = z.number().nullable().meta({ description: 'Median, ms; null: there was none' });

/** How often rules were right, by the verdicts of people. */
export const precisionReportSchema = z
  .object({
    from: epochMs,
    to: epochMs,
    byRule: z.array(precision),
    byParameter: z.array(precision),
    byStation: z.array(precision),
    byMonth: z.array(precision),
    weeks: z
      .array(z.object({ from: epochMs, alerts: z.number().int(), notified: z.number().int() }))
      .meta({ description: 'Oldest first; `notified`: alerts that woke an inspector' }),
    notifiedAim: z.number().meta({ description: 'Alerts a week that wake an inspector, at most' }),
    toAcknowledge: medianMs,
    toClose: medianMs,
    wolfCries: z
      .array(
        precision.extend({
          mostly: z.enum(VERDICTS).meta({ description: 'What it mostly was instead' }),
          proposal: z.enum(['see_to_probe', 'announce_work', 'plan_network_work', 'mend_link', 'tune_rule']),
        }),
      )
      .meta({ description: 'Rules that are mostly wrong, the most often wrong first' }),
    sensitivity: z
      .array(sensitivitySchema)
      .meta({ description: 'Of stations that were tuned, or that verdicts of the last 12 weeks would tune' }),
  })
  .meta({ id: 'PrecisionReport' });
export type PrecisionAnswer = z.infer<typeof precisionReportSchema>;
