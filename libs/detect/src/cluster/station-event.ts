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
}

export const eventKey = ({ station, start }: Pick<StationEvent, 'station' | 'start'>): string =>
  `${station}@${String(start)}`;

/** What an episode says of the water of its station; null: it is of another kind. */
export function eventOf({ station, start, worst: score, details }: Episode): StationEvent | null {
  if (details === undefined || !('shifts' in details)) return null;
  return { station, start, until: details.until, score, shifts: details.shifts };
}
