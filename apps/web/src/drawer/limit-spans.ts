import {
  DAY,
  HOUR,
  limitBook,
  type EpochMs,
  type Limit,
  type ParameterCode,
  type SiteType,
  type Standard,
} from '@clearwell/water-quality';

/** A limit for the part of a window in which it is in force. */
export interface LimitSpan {
  readonly limit: Limit;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

interface Window {
  readonly standards: readonly Standard[];
  readonly parameter: ParameterCode;
  readonly siteType: SiteType;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Limits come into force at midnight, UTC+8. */
const midnightAfter = (at: EpochMs): EpochMs => (Math.floor((at + 8 * HOUR) / DAY) + 1) * DAY - 8 * HOUR;

/** The limits of each day of a window, with days of the same limit joined. */
export function limitSpans({ standards, parameter, siteType, from, to }: Window): LimitSpan[] {
  const spans = new Map<string, LimitSpan>();
  const book = limitBook(standards);
  for (let start = from; start < to; start = midnightAfter(start)) {
    const end = Math.min(to, midnightAfter(start));
    for (const limit of book(parameter, siteType, start))
      spans.set(limit.id, { limit, from: spans.get(limit.id)?.from ?? start, to: end });
  }
  return [...spans.values()];
}
