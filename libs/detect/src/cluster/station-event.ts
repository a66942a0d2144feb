import type { EpochMs, ParameterCode, StationId } from '@clearwell/water-quality';

/** What a parameter did in an event. */
export interface Shift {
  readonly parameter: ParameterCode;
  /** Where it went, at its most surprising. */
  readonly direction: 1 | -1;
  /** How surprising that was beside all the others, −log10 of the chance; 0 for one that went along or explains. */
  readonly size: number;
  /** The farthest from its level, in its own standard deviations. */
  readonly deviation: number;
}

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
