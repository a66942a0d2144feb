import type { ChannelKey, EpochMs, StationId } from '@clearwell/water-quality';
import type { Calibration } from './recorded-city.ts';

/** Which channels of a station somebody worked at when it was sampled. */
export type WorkedAt = (station: StationId, sampledAt: EpochMs) => readonly ChannelKey[];

const NOTHING: readonly ChannelKey[] = [];

export function workedAt(calibrations: readonly Calibration[]): WorkedAt {
  const work = Map.groupBy(calibrations, ({ station }) => station);
  return (station, at) => work.get(station)?.find(({ start, end }) => at >= start && at <= end)?.channels ?? NOTHING;
}
