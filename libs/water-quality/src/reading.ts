import { DAY, MINUTE, type ChannelKey, type EpochMs, type StationId } from './brand.ts';
import type { Mark, Quality } from './flags.ts';
import { EARLIEST_SAMPLE } from './station.ts';

/** A channel's value: a number, `null` when the sensor says it has none; a channel that was not sent is absent. */
export type Values = Readonly<Partial<Record<ChannelKey, number | null>>>;

export type Marks = Readonly<Partial<Record<ChannelKey, Mark>>>;

/** What the logger says of itself. */
export interface DeviceState {
  /** Flow through the measuring cell, L/min. */
  readonly sampleFlow?: number | undefined;
  /** Received signal strength, dBm. */
  readonly signal?: number | undefined;
  readonly power?: 'mains' | 'battery' | undefined;
}

/** All values of one station at one sampling time. */
export interface Reading {
  readonly station: StationId;
  readonly sampledAt: EpochMs;
  readonly receivedAt: EpochMs;
  /** Counts the logger's restarts; null for a logger that does not count. */
  readonly boot: number | null;
  /** Counts the readings since that restart; null for a logger that does not count. */
  readonly seq: number | null;
  /** Sent from the logger's store, not as it was sampled. */
  readonly historical: boolean;
  readonly values: Values;
  readonly marks: Marks;
  readonly device: DeviceState;
}

export interface QualifiedReading extends Reading {
  readonly quality: Readonly<Partial<Record<ChannelKey, Quality>>>;
  /** `ahead`: sampled in the server's future; kept and shown, never judged and never the latest. */
  readonly timing: 'judged' | 'ahead';
}

/** Flags of an earlier reading may be otherwise than was said before. */
export interface QualityChange {
  readonly sampledAt: EpochMs;
  /** The reading as it is flagged now, from what is stored of it. */
  readonly flag: (stored: QualifiedReading) => QualifiedReading;
}

/** What became of a reading that was received: exactly one of these. */
export type Outcome = 'stored' | 'duplicate' | 'merged' | 'conflicting' | 'rejected' | 'parked';

export const OUTCOMES = [
  'stored',
  'duplicate',
  'merged',
  'conflicting',
  'rejected',
  'parked',
] as const satisfies readonly Outcome[];

/** A station's clock may run this far ahead of the server's before its readings count as sampled in the future. */
export const CLOCK_TOLERANCE = 2 * MINUTE;

/** Readings that lie farther than this behind the newest one judged of their station, in sampling time, come too late to be judged. */
export const HORIZON = 30 * DAY;

/** How a sampling time stands to the server's clock; `impossible` before 2000 or more than a day ahead. */
export function judgeTime(sampledAt: EpochMs, now: EpochMs): 'judged' | 'ahead' | 'impossible' {
  if (sampledAt < EARLIEST_SAMPLE || sampledAt > now + DAY) return 'impossible';
  return sampledAt > now + CLOCK_TOLERANCE ? 'ahead' : 'judged';
}

/** Whether two forms of one reading have the same flags, by the same tests. */
export function isFlaggedAlike(a: QualifiedReading, b: QualifiedReading): boolean {
  if (a.quality === b.quality) return true;
  for (const key in b.quality) {
    const [one, other] = [a.quality[key as ChannelKey], b.quality[key as ChannelKey]];
    if (one?.flag !== other?.flag || one?.test !== other?.test) return false;
  }
  return true;
}
