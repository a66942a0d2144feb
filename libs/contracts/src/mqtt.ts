import { MARKS } from '@clearwell/water-quality';
import * as z from 'zod';
import { channelKeySchema } from './ids.ts';
import { instantSchema } from './instants.ts';

/** Readings in one message at most. */
export const MAX_BATCH = 1_000;

/** Bytes of one message at most; a full batch of readings of eight values is about 250 kB. */
export const MAX_MESSAGE_BYTES = 512 * 1024;

const counter = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const deviceStateSchema = z.object({
  sampleFlow: z.number().min(0).optional().meta({ description: 'Flow through the measuring cell, L/min' }),
  signal: z.number().min(-150).max(0).optional().meta({ description: 'Received signal strength, dBm' }),
  power: z.enum(['mains', 'battery']).optional(),
});

export const readingSchema = z
  .object({
    sampledAt: instantSchema,
    seq: counter
      .optional()
      .meta({ description: 'Counts the readings since `boot`; leave out if the logger does not count' }),
    boot: counter.optional().meta({ description: "Counts the logger's restarts" }),
    historical: z.boolean().default(false).meta({ description: "Sent from the logger's store, not as it was sampled" }),
    values: z
      .record(channelKeySchema, z.number().nullable())
      .refine((values) => Object.keys(values).length > 0, 'holds no channel')
      .meta({
        description: 'Channel → value in the unit of its parameter, or null: the sensor has no value',
        minProperties: 1,
      }),
    marks: z.record(channelKeySchema, z.enum(MARKS)).optional().meta({ description: 'Channel → HJ 212 data mark' }),
    device: deviceStateSchema.optional(),
  })
  .meta({ id: 'Reading', description: 'All values of one station at one sampling time' });

export type WireReading = z.input<typeof readingSchema>;
export type ParsedReading = z.output<typeof readingSchema>;

/** A batch seen from outside: its readings are parsed one by one, so that a bad one is refused alone. */
export const batchEnvelopeSchema = z.object({ readings: z.array(z.unknown()).min(1).max(MAX_BATCH) });

/** One reading, or a batch of up to 1,000. */
export const readingsMessageSchema = z.union([
  readingSchema,
  z.object({ readings: z.array(readingSchema).min(1).max(MAX_BATCH) }).meta({ id: 'ReadingBatch' }),
]);

export const stationStatusSchema = z
  .object({
    online: z.boolean(),
    at: instantSchema.optional(),
    firmware: z.string().max(80).optional(),
    boot: counter.optional(),
  })
  .meta({ id: 'StationStatus', description: 'Retained; `online: false` is the last will' });

export const STATION_EVENT_KINDS = ['calibration', 'maintenance', 'door', 'power'] as const;

export const stationEventSchema = z
  .object({
    at: instantSchema,
    kind: z.enum(STATION_EVENT_KINDS),
    state: z.enum(['begin', 'end']).meta({ description: 'Door: opened and closed. Power: lost and back' }),
    channels: z.array(channelKeySchema).min(1).optional().meta({ description: 'Absent: the whole station' }),
    note: z.string().max(500).optional(),
  })
  .meta({ id: 'StationEvent' });

export const commandSchema = z
  .object({
    id: z.string().min(1).max(80),
    kind: z.literal('resend'),
    boot: counter,
    fromSeq: counter,
    toSeq: counter,
  })
  .meta({ id: 'Command', description: 'Send the readings of this span again, marked historical' });
