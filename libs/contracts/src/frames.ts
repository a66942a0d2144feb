import { PARAMETER_CODES, STATUSES, type EpochMs } from '@clearwell/water-quality';
import * as z from 'zod';
import { channelKeySchema, stationIdSchema } from './ids.ts';

/** A frame stands every 10 minutes. */
export const FRAME_STEP = 600_000;
export const FRAMES_A_DAY = 144;

/** Days are the city's, Asia/Shanghai, which keeps UTC+8 all the year. */
const CITY_OFFSET = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** The city day that an instant falls on: `2026-11-20`. */
export const cityDayOf = (at: EpochMs): string => new Date(at + CITY_OFFSET).toISOString().slice(0, 10);

/** Midnight at which a city day begins. */
export const startOfCityDay = (day: string): EpochMs => Date.parse(`${day}T00:00:00.000Z`) - CITY_OFFSET;

/** City days from that of `from` to that of `to`, both included. */
export function cityDaysBetween(from: EpochMs, to: EpochMs): string[] {
  const days: string[] = [];
  for (let at = startOfCityDay(cityDayOf(from)); at <= to; at += DAY_MS) days.push(cityDayOf(at));
  return days;
}

export const cityDaySchema = z
  .string()
  .refine(
    (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(startOfCityDay(text)),
    'must be a day like 2026-11-20',
  )
  .meta({ description: 'A day of the city (Asia/Shanghai), e.g. 2026-11-20' });

export const FRAME_VIEWS = ['sampled', 'known'] as const;

/** `GET /api/frames` */
export const frameIndexQuerySchema = z.object({
  from: cityDaySchema.optional().meta({ description: 'First city day; 29 days before `to` if left out' }),
  to: cityDaySchema.optional().meta({ description: 'Last city day; today if left out' }),
});
export type FrameIndexQuery = z.output<typeof frameIndexQuerySchema>;

const epochMs = z.number().int();

export const frameIndexSchema = z
  .object({
    days: z.array(
      z.object({
        day: cityDaySchema,
        revision: z.string().meta({ description: 'Another one after anything that changes a frame of the day' }),
        hours: z
          .array(z.number().int())
          .meta({ description: 'Readings sampled in each of its 24 hours, all stations' }),
      }),
    ),
    raised: z
      .array(
        z.object({
          at: epochMs.meta({ description: 'Sampling time of the reading that raised it' }),
          clearedAt: epochMs.nullable().meta({ description: 'Of the one that cleared it; null while it lasts' }),
          station: stationIdSchema,
          channel: channelKeySchema.nullable().meta({ description: 'Null: the whole station' }),
          rule: z.string().meta({ description: 'The limit, or `event`' }),
          level: z.enum(['red', 'amber']),
        }),
      )
      .meta({ description: 'Episodes that stand, by when they were raised' }),
  })
  .meta({ id: 'FrameIndex' });
export type FrameIndex = z.infer<typeof frameIndexSchema>;

/** `GET /api/frames/:day` */
export const framesQuerySchema = z.object({
  parameter: z.enum(PARAMETER_CODES).meta({ description: "Shown is each station's first channel of it" }),
  view: z.enum(FRAME_VIEWS).default('sampled').meta({
    description: '`sampled`: what is in hand today, at its sampling time; `known`: what had been received by then',
  }),
  rev: z
    .string()
    .max(64)
    .optional()
    .meta({ description: 'The revision of the index; with it the answer never changes' }),
});
export type FramesQuery = z.output<typeof framesQuerySchema>;

const frameHeadSchema = z.object({
  day: cityDaySchema,
  from: epochMs,
  step: z.number().int().positive(),
  /** Fewer than a whole day's where the day is not over. */
  frames: z.number().int().nonnegative(),
  parameter: z.enum(PARAMETER_CODES),
  view: z.enum(FRAME_VIEWS),
  stations: z.array(
    z.object({
      id: stationIdSchema,
      /** Null for a station that does not measure the parameter. */
      channel: channelKeySchema.nullable(),
      /** A value is a whole number of these, in the parameter's unit. */
      resolution: z.number().positive(),
    }),
  ),
});
export type FrameHead = z.infer<typeof frameHeadSchema>;

/** Station by station, in the order of the head; each with `frames` cells. */
export interface FrameDay {
  readonly head: FrameHead;
  /** See `packCell`. */
  readonly cells: Uint8Array;
  /** Whole minutes since the reading that stands was sampled, at most `OLDEST_AGE`; `NO_AGE` where none stands. */
  readonly ages: Uint16Array;
  /** In resolutions; the one before where the cell has no value. */
  readonly values: Int32Array;
}

export const NO_AGE = 65_535;
/** 45 days. */
export const OLDEST_AGE = 65_534;
/** What an age is counted in, ms. */
export const AGE_STEP = 60_000;

/** A quality flag, or 0 for no value. */
export type CellFlag = 0 | 1 | 2 | 3 | 4;

/** One station in one frame, in a byte: status in bits 0 to 2, unverified 3, late 4, flag 5 to 7. */
export interface Cell {
  readonly status: (typeof STATUSES)[number];
  readonly unverified: boolean;
  /** The reading that stands came more than an interval of its station after it was sampled. */
  readonly late: boolean;
  readonly flag: CellFlag;
}

export const packCell = ({ status, unverified, late, flag }: Cell): number =>
  STATUSES.indexOf(status) | (Number(unverified) << 3) | (Number(late) << 4) | (flag << 5);

export const openCell = (byte: number): Cell => ({
  status: STATUSES[byte & 7] ?? 'offline',
  unverified: (byte & 8) !== 0,
  late: (byte & 16) !== 0,
  flag: (byte >> 5) as CellFlag,
});

/** `CWF2` */
const MAGIC = [0x43, 0x57, 0x46, 0x32];
const LENGTH_BYTES = 4;
const LARGEST = 2 ** 30;

/**
 * A day of frames as bytes: `CWF2`, the length of the head (32 bits, little-endian), the head as ASCII JSON, the cells,
 * the ages (0 for none, else one more) in LEB128, and the values, each as its difference to the one before of the same
 * station (to 0 at first), zigzag, in LEB128.
 */
export function encodeFrames({ head, cells, ages, values }: FrameDay): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(head);
  const bytes: number[] = [...MAGIC];
  for (let i = 0; i < LENGTH_BYTES; i++) bytes.push((text.length >> (8 * i)) & 255);
  for (let i = 0; i < text.length; i++) bytes.push(text.charCodeAt(i));
  for (const cell of cells) bytes.push(cell);
  for (const age of ages) pushNumber(bytes, age === NO_AGE ? 0 : age + 1);
  values.forEach((value, i) => {
    const before = i % head.frames === 0 ? 0 : (values[i - 1] ?? 0);
    const difference = value - before;
    pushNumber(bytes, difference < 0 ? -2 * difference - 1 : 2 * difference);
  });
  return Uint8Array.from(bytes);
}

/** LEB128 */
function pushNumber(bytes: number[], number: number): void {
  let rest = number;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}

/** A whole number of resolutions, within what a value can be written as. */
export const inResolutions = (value: number, resolution: number): number =>
  Math.max(-LARGEST, Math.min(LARGEST, Math.round(value / resolution)));

/** @throws Error when the bytes are no frames */
export function decodeFrames(bytes: Uint8Array): FrameDay {
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) throw new Error('These bytes are no frames');
  let at = MAGIC.length;
  let length = 0;
  for (let i = 0; i < LENGTH_BYTES; i++) length += (bytes[at + i] ?? 0) * 2 ** (8 * i);
  at += LENGTH_BYTES;
  const text = Array.from(bytes.subarray(at, at + length), (byte) => String.fromCharCode(byte)).join('');
  const head = frameHeadSchema.parse(JSON.parse(text));
  at += length;
  const count = head.frames * head.stations.length;
  const cells = bytes.slice(at, at + count);
  const read = numbersOf(bytes, at + count);
  const ages = Uint16Array.from({ length: count }, () => {
    const number = read();
    return number === 0 ? NO_AGE : number - 1;
  });
  const values = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const number = read();
    const difference = number % 2 === 0 ? number / 2 : -(number + 1) / 2;
    values[i] = difference + (i % head.frames === 0 ? 0 : (values[i - 1] ?? 0));
  }
  return { head, cells, ages, values };
}

/** Reads LEB128 numbers one after the other. */
function numbersOf(bytes: Uint8Array, from: number): () => number {
  let at = from;
  return () => {
    let number = 0;
    let scale = 1;
    for (let more = true; more; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('The frames are cut off');
      number += (byte & 127) * scale;
      more = byte > 127;
    }
    return number;
  };
}
