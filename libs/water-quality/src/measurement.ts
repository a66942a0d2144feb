import type { ChannelKey, EpochMs, StationId } from './brand.ts';
import { parameterOf, type ParameterCode } from './parameters.ts';

/** How somebody measured beside an online probe. */
export const MEASURING_METHODS = ['portable', 'laboratory'] as const;
export type MeasuringMethod = (typeof MEASURING_METHODS)[number];

/** What the online probe said about the same time, and how far off it was. */
export interface OnlineBeside {
  readonly sampledAt: EpochMs;
  readonly value: number;
  /** Online less measured. */
  readonly difference: number;
  /** How far apart the two may stand. */
  readonly tolerance: number;
}

/** A value that somebody measured, kept with an alert. In the unit of its channel. */
export interface Measurement {
  /** The same key is the same measurement. */
  readonly key: string;
  readonly station: StationId;
  readonly channel: ChannelKey;
  readonly value: number;
  readonly unit: string;
  readonly method: MeasuringMethod;
  readonly takenAt: EpochMs;
  readonly note: string;
  readonly by: string;
  readonly enteredAt: EpochMs;
  /** Null: no reading is near enough in time. */
  readonly online: OnlineBeside | null;
}

/** Holds what was measured against a reading, by the tolerance of such instruments in the field. */
export function compareWithOnline(
  parameter: ParameterCode,
  measured: number,
  online: Pick<OnlineBeside, 'sampledAt' | 'value'>,
): OnlineBeside {
  const { absolute, relative } = parameterOf(parameter).tolerance;
  const tolerance = Math.max(absolute, relative * Math.abs(measured));
  return { ...online, difference: online.value - measured, tolerance };
}

/** A difference may be a hair over only because 0.08 − 0.06 is. */
export const agrees = ({ difference, tolerance }: OnlineBeside): boolean =>
  Math.abs(difference) <= tolerance * (1 + 1e-9);
