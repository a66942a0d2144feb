import { cityDayOf, FRAME_STEP, startOfCityDay } from '@clearwell/contracts/frames';
import { DAY, HOUR, type EpochMs } from '@clearwell/water-quality';

/** What is on the track: from its first instant up to and without `to`. */
export interface TrackSpan {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** How much of the past one may have on the track, ms. */
export const SPANS = [30 * DAY, 7 * DAY, DAY, HOUR] as const;

export const frameAt = (at: EpochMs): EpochMs => Math.floor(at / FRAME_STEP) * FRAME_STEP;

/** City days, both included. */
export const daysSpan = (from: string, to: string): TrackSpan => ({
  from: startOfCityDay(from),
  to: startOfCityDay(to) + DAY,
});

/** So much with the moment amid it, in whole city days where it is days, and nothing of the future. */
export function spanAround(at: EpochMs, length: number, now: EpochMs): TrackSpan {
  const isDays = length >= DAY;
  const middle = isDays ? startOfCityDay(cityDayOf(at)) + DAY : frameAt(at);
  const end = isDays ? startOfCityDay(cityDayOf(now)) + DAY : frameAt(now) + FRAME_STEP;
  const half = isDays ? Math.floor((length / DAY - 1) / 2) * DAY : length / 2;
  const to = Math.min(middle + half, end);
  return { from: to - length, to };
}

export const holds = ({ from, to }: TrackSpan, at: EpochMs): boolean => at >= from && at < to;
