import { cityDayOf, startOfCityDay } from '@clearwell/contracts/frames';
import { DAY, type EpochMs } from '@clearwell/water-quality';

/** City days on the track, both included. */
export interface TrackSpan {
  readonly from: string;
  readonly to: string;
}

export const SPAN_DAYS = [30, 7, 1] as const;

const dayAfter = (day: string, days: number): string => cityDayOf(startOfCityDay(day) + days * DAY);

/** So many days with the moment amid them, none of them in the future. */
export function spanAround(at: EpochMs, days: number, now: EpochMs): TrackSpan {
  const last = dayAfter(cityDayOf(at), Math.floor((days - 1) / 2));
  const today = cityDayOf(now);
  const to = last < today ? last : today;
  return { from: dayAfter(to, 1 - days), to };
}

export const startOf = ({ from }: TrackSpan): EpochMs => startOfCityDay(from);

/** Midnight at its end. */
export const endOf = ({ to }: TrackSpan): EpochMs => startOfCityDay(to) + DAY;

export const holds = (span: TrackSpan, at: EpochMs): boolean => at >= startOf(span) && at < endOf(span);
