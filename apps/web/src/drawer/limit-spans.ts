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
  /** What was true of the station in the window, oldest first. */
  readonly registrations: readonly { readonly from: EpochMs; readonly station: { readonly siteType: SiteType } }[];
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Limits come into force at midnight, UTC+8. */
const midnightAfter = (at: EpochMs): EpochMs => (Math.floor((at + 8 * HOUR) / DAY) + 1) * DAY - 8 * HOUR;

/** The limits of a window, each for as long as it held: it begins and ends at midnights, and with the kind of site. */
export function limitSpans({ standards, parameter, registrations, from, to }: Window): LimitSpan[] {
  const spans: LimitSpan[] = [];
  const book = limitBook(standards);
  registrations.forEach(({ station, from: since }, i) => {
    const until = Math.min(to, registrations[i + 1]?.from ?? to);
    for (let start = Math.max(from, since); start < until; start = midnightAfter(start)) {
      const end = Math.min(until, midnightAfter(start));
      for (const limit of book(parameter, station.siteType, start)) extend(spans, { limit, from: start, to: end });
    }
  });
  return spans;
}

/** One that goes on where it stopped is one. */
function extend(spans: LimitSpan[], span: LimitSpan): void {
  const before = spans.findIndex(({ limit, to }) => limit.id === span.limit.id && to === span.from);
  const from = spans[before]?.from ?? span.from;
  if (before >= 0) spans.splice(before, 1);
  spans.push({ ...span, from });
}
