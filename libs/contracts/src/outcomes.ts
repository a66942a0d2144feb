import { OUTCOMES } from '@clearwell/water-quality';
import * as z from 'zod';
import { storageFaultSchema } from './http.ts';
import { epochMs } from './instants.ts';

/** Why a message or a reading was refused. */
export const REJECTIONS = [
  'unknown_topic',
  'not_allowed',
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
  'retired',
  'dismissed',
  'unkeepable',
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
const readingOutcomeSchema = z
  .object({
    outcome: z.enum(OUTCOMES),
    reason: z.enum(REJECTIONS).optional().meta({ description: 'Why it was rejected' }),
    detail: z.string().optional().meta({ description: 'The same in words' }),
    beyond: z
      .literal(true)
      .optional()
      .meta({ description: 'Kept, but too far behind the newest of its station to be judged' }),
  })
  .meta({ id: 'ReadingOutcome' });
export type ReadingOutcome = z.infer<typeof readingOutcomeSchema>;

/** `POST /api/stations/:id/readings`; its body is a message of the `readings` topic. */
export const readingOutcomesSchema = z
  .object({
    outcomes: z.array(readingOutcomeSchema).meta({ description: 'One for each reading, in their order' }),
    beyond: z.number().int().meta({ description: 'How many were kept and not judged: beyond the horizon' }),
  })
  .meta({ id: 'ReadingOutcomes' });
export type ReadingOutcomes = z.infer<typeof readingOutcomesSchema>;

/** `GET /api/outcomes` */
export const outcomesSchema = z
  .object({
    readings: z.record(z.enum(OUTCOMES), z.number().int()),
    rejected: z.record(z.enum(REJECTIONS), z.number().int()),
    ahead: z.number().int().meta({ description: "Stored, but sampled in the server's future: not judged" }),
    missing: z
      .number()
      .int()
      .meta({ description: 'Numbered by their stations and not received; they are asked for again' }),
    replication,
    commit: z
      .object({
        minutes: z.number().meta({ description: 'Length of the span that is looked back over' }),
        messages: z.number().int(),
        p50Ms: z.number().nullable().meta({ description: 'null: nothing came' }),
        p99Ms: z.number().nullable(),
      })
      .meta({ description: 'From the arrival of a message until it was durable' }),
    late: z.number().int().meta({ description: 'Stored, and older than what its station had already been judged on' }),
    lateMeanMs: z
      .number()
      .nullable()
      .meta({ description: 'How long late readings were on their way from sampling to arrival, on average' }),
    rewinds: z.object({
      times: z.number().int().meta({ description: 'How often a station was judged anew from a checkpoint on' }),
      readings: z.number().int().meta({ description: 'Judged anew in rewinds' }),
    }),
    beyond: z.number().int().meta({ description: 'Stored, but too far behind the newest of its station to be judged' }),
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

/** `GET /health` */
const noticeBacklogSchema = z
  .object({
    receiver: z.string(),
    notices: z.number().int().meta({ description: 'Notices that wait to be sent' }),
    oldestWaitedMs: z.number().nullable().meta({ description: 'How long the oldest has waited; null: none waits' }),
    lastFailure: z
      .object({ at: epochMs, why: z.string() })
      .nullable()
      .meta({ description: 'Why it could not be sent at last; null: no attempt of what waits has failed' }),
  })
  .meta({ id: 'NoticeBacklog' });
export type NoticeBacklog = z.infer<typeof noticeBacklogSchema>;

export const healthSchema = z
  .object({
    status: z.enum(['ok', 'failing']),
    fault: storageFaultSchema.nullable(),
    lastReceivedAt: epochMs.nullable(),
    stations: z.number().int(),
    replication,
    notices: z.array(noticeBacklogSchema).meta({ description: 'Of each receiver of notices' }),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof healthSchema>;
