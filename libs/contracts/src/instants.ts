import * as z from 'zod';

/** As the server says it. */
export const epochMs = z.number().int().meta({ description: 'Milliseconds since 1970-01-01T00:00Z' });

/** ISO 8601 with an offset or Z, or milliseconds since 1970; carried on as the latter. */
export const instantSchema = z
  .union([z.number().int(), z.iso.datetime({ offset: true })])
  .transform((value) => (typeof value === 'number' ? value : Date.parse(value)))
  .meta({ description: 'ISO 8601 with an offset or Z, or milliseconds since 1970-01-01T00:00Z' });

/** The same as text in a query. */
export const instantQuery = z
  .string()
  .transform((text, context) => {
    const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
    if (Number.isSafeInteger(at)) return at;
    context.addIssue({ code: 'custom', message: 'must be an ISO 8601 time or milliseconds since 1970' });
    return z.NEVER;
  })
  .meta({ description: 'ISO 8601, or milliseconds since 1970' });
