import type { ChannelKey, StationId } from '@clearwell/water-quality';
import * as z from 'zod';

/** A word that can stand as one MQTT topic level and in a URL. */
const word = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'must be lower-case letters, digits, - and _');

export const regionSchema = word;

export const stationIdSchema = word as unknown as z.ZodType<StationId, string>;

export const channelKeySchema = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,39}(\.[2-9])?$/,
    'must be a parameter code, with .2 to .9 for further probes',
  ) as unknown as z.ZodType<ChannelKey, string>;
