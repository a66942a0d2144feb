import { DAY, HOUR, type EpochMs, type QualityFlag } from '@clearwell/water-quality';
import { isOutside, type ValueSpan } from './gross-range.ts';
import { say, type QualityRule } from './quality-rule.ts';

/** Parts of a date; months, quarters, days of the year and ISO weeks count from 1, days of the week from Monday 0. */
export const CALENDAR_PARTS = ['month', 'hour', 'dayofweek', 'dayofyear', 'quarter', 'year', 'week'] as const;
export type CalendarPart = (typeof CALENDAR_PARTS)[number];

/** What is usual in one season. */
export interface Season {
  /** Which part of the date `span` speaks of; left out: `span` is two instants, epoch ms. */
  readonly part?: CalendarPart | undefined;
  /** Both ends belong to it. */
  readonly span: readonly [from: number, until: number];
  /** Outside: suspect. */
  readonly usual: ValueSpan;
  /** Outside: fail. */
  readonly possible?: ValueSpan | undefined;
}

export interface Climatology {
  /** Later ones speak last: where two fit, the later one's flag stands. */
  readonly seasons: readonly Season[];
  /** Local time less UTC, ms. */
  readonly utcOffset: number;
}

const startOfYear = (year: number): EpochMs => Date.UTC(year, 0, 1);
const dayOfWeek = (at: EpochMs): number => (Math.floor(at / DAY) + 3) % 7;

/** The week belongs to the year of its Thursday. */
function isoWeek(at: EpochMs): number {
  const thursday = at + (3 - dayOfWeek(at)) * DAY;
  return Math.floor((thursday - startOfYear(new Date(thursday).getUTCFullYear())) / (7 * DAY)) + 1;
}

const PART_OF: Record<CalendarPart, (at: EpochMs) => number> = {
  month: (at) => new Date(at).getUTCMonth() + 1,
  hour: (at) => Math.floor(at / HOUR) % 24,
  dayofweek: dayOfWeek,
  dayofyear: (at) => Math.floor((at - startOfYear(new Date(at).getUTCFullYear())) / DAY) + 1,
  quarter: (at) => Math.floor(new Date(at).getUTCMonth() / 3) + 1,
  year: (at) => new Date(at).getUTCFullYear(),
  week: isoWeek,
};

/** QARTOD climatology. No season fits: not evaluated. */
export function flagClimatology(value: number, at: EpochMs, { seasons, utcOffset }: Climatology): QualityFlag {
  let flag: QualityFlag = 2;
  for (const { part, span, usual, possible } of seasons) {
    const when = part === undefined ? at : PART_OF[part](at + utcOffset);
    if (isOutside(span, when)) continue;
    if (possible !== undefined && isOutside(possible, value)) flag = 4;
    else flag = isOutside(usual, value) ? 3 : 1;
  }
  return flag;
}

export const climatologyRule = (climatology: Climatology): QualityRule => ({
  test: 'climatology',
  size: 0,
  begin: () => undefined,
  fold: (_memory, _place, sampledAt, value) =>
    say(Number.isNaN(value) ? 9 : flagClimatology(value, sampledAt, climatology)),
});
