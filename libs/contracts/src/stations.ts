import { MAX_CHANNELS, PARAMETER_CODES, REGISTRARS, SITE_TYPE_CODES, STANDARD_CODES } from '@clearwell/water-quality';
import * as z from 'zod';
import { channelKeySchema, regionSchema, stationIdSchema } from './ids.ts';
import { epochMs, instantQuery, instantSchema } from './instants.ts';

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

/** Counts what was recorded, of one station or of all. */
export const revision = z.number().int().min(0);

/** What is true of a station from an instant on, until its next registration. */
export const registrationSchema = z
  .object({
    station: stationSchema,
    from: epochMs.meta({ description: 'First sampling time it is true of; a first registration is true since 2000' }),
    retired: z.boolean().meta({ description: 'Out of service: what is sampled then is not taken' }),
    revision: revision.meta({ description: 'Counts what was recorded of this station' }),
    recordedAt: epochMs.nullable().meta({ description: 'null: before it was noted' }),
    recordedBy: z.enum(REGISTRARS).meta({ description: '`file`: a stations file; `api`: a request' }),
  })
  .meta({ id: 'Registration' });

/** `GET /api/stations` */
export const stationsQuerySchema = z.object({
  at: instantQuery.optional().meta({ description: 'As they were then; as they are if left out' }),
  retired: z.enum(['true', 'false']).optional().meta({ description: '`true`: also those out of service' }),
});
export type StationsQuery = z.output<typeof stationsQuerySchema>;

/** `GET /api/stations` */
export const stationListSchema = stationsFileSchema
  .extend({
    standards: z.array(z.enum(STANDARD_CODES)).meta({ description: 'Whose limits this server judges by' }),
    revision: revision.meta({ description: 'Counts what was recorded of all stations' }),
    retired: z.array(stationIdSchema).meta({ description: 'Those of the list that are out of service' }),
  })
  .meta({ id: 'StationList' });
export type StationList = z.infer<typeof stationListSchema>;

const neighboursSchema = z.array(
  z.object({
    station: stationIdSchema,
    travelMinutes: z.number().meta({ description: 'Time the water takes, by the quickest way' }),
    links: z.number().int().meta({ description: 'Links on that way; 1 is next to it' }),
  }),
);

/** `GET /api/stations/:id` */
export const stationDetailSchema = registrationSchema
  .extend({
    registrations: z.array(registrationSchema).meta({
      description: 'All that was recorded, in that order; of those from one instant the last stands',
    }),
    upstream: neighboursSchema.meta({ description: 'Nearest first' }),
    downstream: neighboursSchema,
  })
  .meta({ id: 'StationDetail' });
export type StationDetail = z.infer<typeof stationDetailSchema>;

const from = instantSchema.optional().meta({ description: 'Sampling time from which it is true; now if left out' });

/** `PUT /api/stations/:id` */
export const stationChangeSchema = stationSchema.omit({ id: true }).extend({ from }).meta({ id: 'StationChange' });
export type StationChange = z.output<typeof stationChangeSchema>;

/** `POST /api/stations/:id/retire` and `…/reinstate` */
export const serviceChangeSchema = z.object({ from }).meta({ id: 'ServiceChange' });
export type ServiceChange = z.output<typeof serviceChangeSchema>;

/** `POST /api/stations/import`, in JSON. */
export const stationsCsvSchema = z.object({ csv: z.string() }).meta({ id: 'StationsCsv' });

export const importQuerySchema = z.object({
  dryRun: z.enum(['true', 'false']).optional().meta({ description: '`true`: only says what would be done' }),
});

/** What an import did, or would do. */
export const importOutcomeSchema = z
  .object({
    dryRun: z.boolean(),
    created: z.array(stationIdSchema),
    changed: z.array(stationIdSchema).meta({ description: 'Registered before, and otherwise: changed from now on' }),
    unchanged: z.array(stationIdSchema),
  })
  .meta({ id: 'StationsImport' });
export type ImportOutcome = z.infer<typeof importOutcomeSchema>;

/** `GET /api/parked` */
export const parkedSchema = z
  .object({
    parked: z.array(
      z.object({
        region: regionSchema,
        station: stationIdSchema,
        messages: z.number().int(),
        firstAt: epochMs,
        lastAt: epochMs,
        proposal: stationSchema
          .pick({ id: true, region: true, intervalMs: true, channels: true })
          .extend({ intervalMs: stationSchema.shape.intervalMs.nullable(), channels: z.array(channelSchema) })
          .meta({ description: 'What its newest messages tell; complete it and POST it to /api/stations' }),
        unknown: z.array(z.string()).meta({ description: 'Channels seen that are no parameter Clearwell knows' }),
      }),
    ),
  })
  .meta({ id: 'Parked' });
export type Parked = z.infer<typeof parkedSchema>;

/** Water flows from one station to another. */
export const linkSchema = z
  .object({
    from: stationIdSchema,
    to: stationIdSchema,
    travelMinutes: z.number().positive().max(100_000).meta({ description: 'How long the water is on its way' }),
    share: z.number().gt(0).max(1).optional().meta({ description: 'Part of what arrives that came this way' }),
  })
  .meta({ id: 'Link' });

/** `PUT /api/network` */
export const networkChangeSchema = z
  .object({ links: z.array(linkSchema).max(10_000), from })
  .meta({ id: 'NetworkChange' });
export type NetworkChange = z.output<typeof networkChangeSchema>;

/** `GET /api/network` */
export const networkQuerySchema = z.object({
  at: instantQuery.optional().meta({ description: 'As they were then; as they are if left out' }),
});

/** How water flows between stations; `from` is null where no network was ever recorded for that time. */
export const networkSchema = z
  .object({ links: z.array(linkSchema), from: epochMs.nullable(), recordedAt: epochMs.nullable() })
  .meta({ id: 'Network' });
export type NetworkAnswer = z.infer<typeof networkSchema>;
