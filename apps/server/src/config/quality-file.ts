import { CALENDAR_PARTS, faultsOfSettings, settingsOf, type QualityOverrides } from '@clearwell/qualify';
import {
  HOUR,
  PARAMETER_CODES,
  parameterOf,
  parameterOfChannel,
  type ChannelKey,
  type StationId,
} from '@clearwell/water-quality';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { StartError } from '../start-error.ts';

const span = z.tuple([z.number(), z.number()]).refine(([low, high]) => low <= high, 'must be [low, high]');
const levels = { suspect: z.number().positive().optional(), fail: z.number().positive().optional() };
const season = z.strictObject({
  part: z.enum(CALENDAR_PARTS).optional(),
  span: z.tuple([z.number(), z.number()]),
  usual: span,
  possible: span.optional(),
});
const tests = z
  .strictObject({
    sensorSpan: span,
    userSpan: span,
    climatology: z
      .strictObject({ utcOffsetHours: z.number(), seasons: z.array(season) })
      .transform(({ utcOffsetHours, seasons }) => ({ utcOffset: utcOffsetHours * HOUR, seasons }))
      .nullable(),
    spike: z.strictObject({ ...levels, method: z.enum(['average', 'differential']) }),
    ratePerHour: z.strictObject(levels),
    flatLine: z.strictObject({ ...levels, tolerance: z.number().positive() }),
    attenuated: z.strictObject({ ...levels, hours: z.number().positive() }),
  })
  .partial();

/** Quality tests other than the catalogue's, by parameter and by a station's channel: docs/detection/qualify.md. */
const fileSchema = z.strictObject({
  parameters: z.partialRecord(z.enum(PARAMETER_CODES), tests).optional(),
  stations: z.record(z.string(), z.record(z.string(), tests)).optional(),
});

/** @throws StartError with everything that is wrong with the file */
export async function readQualityFile(path: string): Promise<QualityOverrides> {
  const refuse = (faults: readonly string[]): never => {
    throw new StartError(
      `CLEARWELL_QUALITY: ${path} can't be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    );
  };
  const text = await readFile(path, 'utf8').catch((error: unknown) => refuse([(error as Error).message]));
  const parsed = fileSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    return refuse(
      parsed.error.issues.map(({ path: place, message }) => `${place.join('.') || 'the file'}: ${message}`),
    );
  }
  // JSON knows no undefined: what is not said is absent.
  const overrides = parsed.data as QualityOverrides;
  const faults = faultsOf(overrides);
  return faults.length > 0 ? refuse(faults) : overrides;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What no single value shows: a span outside another once both are merged, a channel of no parameter. */
function faultsOf(overrides: QualityOverrides): string[] {
  const ofParameters = Object.keys(overrides.parameters ?? {}).map((code) => ['*', code] as const);
  const ofStations = Object.entries(overrides.stations ?? {}).flatMap(([id, channels]) =>
    Object.keys(channels).map((key) => [id, key] as const),
  );
  return [...ofParameters, ...ofStations].flatMap(([id, key]) => {
    const parameter = parameterOfChannel(key as ChannelKey);
    if (!PARAMETER_CODES.includes(parameter)) return [`stations.${id}.${key}: there is no parameter ${parameter}`];
    const channel = { key: key as ChannelKey, parameter, resolution: parameterOf(parameter).resolution };
    const place = id === '*' ? `parameters.${key}` : `stations.${id}.${key}`;
    return faultsOfSettings(settingsOf(id as StationId, channel, overrides)).map((fault) => `${place}: ${fault}`);
  });
}
