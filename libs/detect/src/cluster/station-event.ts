import type { EpochMs, ParameterCode, StationId } from '@clearwell/water-quality';

/** A parameter that takes part in an event. */
export interface Shift {
  readonly parameter: ParameterCode;
  readonly direction: 1 | -1;
  /** How surprising the most surprising row was, −log10 of its chance. */
  readonly size: number;
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
