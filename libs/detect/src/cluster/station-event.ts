import type { Episode, EpochMs, Shift, StationId } from '@clearwell/water-quality';

/**
 * Several parameters of one station left what they do. Also the weak ones that raise no alert: together with others on the
 * network they may say more. Identified by station and start.
 */
export interface StationEvent {
  readonly station: StationId;
  /** Sampling time of the first reading that belongs to it. */
  readonly start: EpochMs;
  /** Sampling time of the newest reading that belongs to it. */
  readonly until: EpochMs;
  /** The highest score of its readings, −log10 of its chance. */
  readonly score: number;
  readonly shifts: readonly Shift[];
  /** Sampling time of the reading that ended it; null while it may go on. */
  readonly clearedAt: EpochMs | null;
}

export const eventKey = ({ station, start }: Pick<StationEvent, 'station' | 'start'>): string =>
  `${station}@${String(start)}`;

/** What an episode says of the water of its station; null: it is of another kind. */
export function eventOf(episode: Episode): StationEvent | null {
  const { station, start, worst: score, details } = episode;
  if (details === undefined || !('shifts' in details)) return null;
  const { until, shifts } = details;
  return { station, start, until, score, shifts, clearedAt: episode.clearedAt ?? null };
}
