import { startOfCityDay, type FrameIndex } from '@clearwell/contracts/frames';
import { HOUR, type EpochMs, type Level } from '@clearwell/water-quality';

/** Paths in a box in which an hour is 1 wide, from `start` on, and `HEIGHT` high. */
export interface TrackMarks {
  readonly start: EpochMs;
  readonly density: string;
  /** Hours without any reading. */
  readonly gaps: string;
  readonly raised: Readonly<Record<Level, string>>;
}

export const HEIGHT = 24;

/** Bars of readings by the hour, the hours without any up to `until`, and a tick for each alert. */
export function trackMarks({ days, raised }: FrameIndex, until: EpochMs): TrackMarks {
  const first = days[0];
  const start = first === undefined ? 0 : startOfCityDay(first.day);
  const hours = days.flatMap((day) => day.hours);
  const most = Math.max(1, ...hours);
  const isPast = (hour: number): boolean => start + (hour + 1) * HOUR <= until;
  const bar = (readings: number, hour: number): string => {
    const height = (HEIGHT * readings) / most;
    return readings === 0 ? '' : `M${hour} ${HEIGHT}v${(-height).toFixed(1)}h1v${height.toFixed(1)}z`;
  };
  const gap = (readings: number, hour: number): string =>
    readings === 0 && isPast(hour) ? `M${hour} 0h1v${HEIGHT}h-1z` : '';
  const tick = ({ at }: { at: EpochMs }): string => `M${((at - start) / HOUR).toFixed(2)} 0v${HEIGHT}`;
  const ticks = (level: Level): string =>
    raised
      .filter((one) => one.level === level)
      .map(tick)
      .join('');
  return {
    start,
    density: hours.map(bar).join(''),
    gaps: hours.map(gap).join(''),
    raised: { red: ticks('red'), amber: ticks('amber') },
  };
}
