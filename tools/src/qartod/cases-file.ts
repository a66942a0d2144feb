import { CALENDAR_PARTS, type IoosCase } from '@clearwell/qualify';
import { type EpochMs, QUALITY_FLAGS, type QualityFlag } from '@clearwell/water-quality';
import * as z from 'zod';

/** A case and the flags it is held against. */
export interface ReferenceCase {
  readonly series: IoosCase;
  readonly flags: readonly QualityFlag[];
  readonly note: string;
  /** The reference is odd here; one may decide against it. */
  readonly isQuirk: boolean;
}

/** Without a zone a time is UTC. */
const time = z.string().transform((text, context): EpochMs => {
  const hasZone = /(?:z|[+-]\d\d:?\d\d)$/i.test(text);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const at = Date.parse(hasZone || isDay ? text : `${text}Z`);
  if (Number.isNaN(at)) context.addIssue({ code: 'custom', message: `"${text}" is no ISO 8601 time` });
  return at;
});
const flag = z.union(QUALITY_FLAGS.map((one) => z.literal(one)));
const pair = z.tuple([z.number(), z.number()]);
const level = z.number().nullish();
/** Null is as good as left out. */
const optional = <T>(schema: z.ZodType<T>) => schema.nullish().transform((given) => given ?? undefined);

const season = { vspan: pair, fspan: pair.nullish(), zspan: pair.nullish() };
const member = z.union([
  z.strictObject({ ...season, tspan: pair, period: z.enum(CALENDAR_PARTS) }),
  z.strictObject({ ...season, tspan: z.tuple([time, time]), period: z.null().optional() }),
]);

const frame = {
  id: z.string(),
  note: z.string().default(''),
  times: z.array(time),
  values: z.array(z.number().nullable()).nullish(),
  flags: z.array(flag),
  interval_s: z.number().positive().nullish(),
  quirk: z.boolean().nullish(),
};

const caseSchema = z
  .discriminatedUnion('test', [
    z.object({
      ...frame,
      test: z.literal('gross_range_test'),
      config: z.strictObject({ fail_span: pair, suspect_span: pair.nullish() }),
    }),
    z.object({
      ...frame,
      test: z.literal('climatology_test'),
      config: z.strictObject({ members: z.array(member) }),
    }),
    z.object({
      ...frame,
      test: z.literal('spike_test'),
      config: z.strictObject({
        suspect_threshold: level,
        fail_threshold: level,
        method: optional(z.enum(['average', 'differential'])),
      }),
    }),
    z.object({
      ...frame,
      test: z.literal('rate_of_change_test'),
      config: z.strictObject({ threshold: z.number(), fail_threshold: level }),
    }),
    z.object({
      ...frame,
      test: z.literal('flat_line_test'),
      config: z.strictObject({
        suspect_threshold: z.number().min(0),
        fail_threshold: z.number().min(0),
        tolerance: optional(z.number()),
      }),
    }),
    z.object({
      ...frame,
      test: z.literal('attenuated_signal_test'),
      config: z.strictObject({
        suspect_threshold: z.number(),
        fail_threshold: z.number(),
        check_type: optional(z.enum(['std', 'range'])),
        test_period: z.number().positive().nullish(),
        min_obs: level,
        min_period: level,
      }),
    }),
    z.object({
      ...frame,
      test: z.literal('qartod_compare'),
      config: z.strictObject({ vectors: z.array(z.array(flag)) }),
    }),
  ])
  .superRefine(({ times, values, flags, ...rest }, context) => {
    const fault = (message: string) => context.addIssue({ code: 'custom', message });
    if (flags.length !== times.length) fault(`${flags.length} flags for ${times.length} times`);
    if (values == null) {
      if (rest.test !== 'qartod_compare') fault('values are missing');
    } else if (values.length !== times.length) fault(`${values.length} values for ${times.length} times`);
    if (times.some((at, i) => i > 0 && at < (times[i - 1] ?? -Infinity))) fault('times go back');
    if (rest.test === 'qartod_compare' && rest.config.vectors.some(({ length }) => length !== times.length))
      fault('a vector is not as long as the times');
  });

const fileSchema = z.object({ cases: z.array(z.unknown()).min(1, 'holds no case') });

/** A file that is not of the format: all that is wrong with it, a line each. */
export class CasesFault extends Error {}

/** Reads the text of a file of reference cases. @throws CasesFault */
export function readCases(text: string): ReferenceCase[] {
  const file = fileSchema.safeParse(parseJson(text));
  if (!file.success)
    throw new CasesFault(`not a file of cases ({"cases": [{id, test, config, times, values, flags}]})`);
  const read = file.data.cases.map((one) => caseSchema.safeParse(one));
  const faults = read.flatMap(({ error }, i) => (error === undefined ? [] : faultsOf(file.data.cases[i], i, error)));
  if (faults.length > 0) throw new CasesFault(faults.join('\n'));
  return read.flatMap(({ data }) => (data === undefined ? [] : [toReference(data)]));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CasesFault(`not JSON: ${(error as Error).message}`, { cause: error });
  }
}

function faultsOf(one: unknown, index: number, error: z.ZodError): string[] {
  const { data: name = `case ${index + 1}` } = z
    .object({ id: z.string() })
    .transform(({ id }) => id)
    .safeParse(one);
  return error.issues.map(({ path, message }) => `${[name, ...path.map(String)].join(' ')}: ${message}`);
}

function toReference(one: z.output<typeof caseSchema>): ReferenceCase {
  const { flags, note, quirk, values, interval_s, ...rest } = one;
  const numbers = (values ?? []).map((value) => value ?? NaN);
  const series = { ...rest, values: numbers, intervalS: interval_s ?? undefined } as IoosCase;
  return { series, flags, note, isQuirk: quirk === true };
}
