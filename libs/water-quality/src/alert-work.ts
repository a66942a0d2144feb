import type { AlertId } from './alert.ts';
import type { ChannelKey, EpochMs, StationId } from './brand.ts';

export const WORKS = ['calibration', 'maintenance'] as const;
export type Work = (typeof WORKS)[number];

/** Somebody works at a station: recording goes on, notices wait. Ends by itself. */
export interface WorkWindow {
  readonly id: string;
  readonly station: StationId;
  /** Null: all of the station. */
  readonly channels: readonly ChannelKey[] | null;
  readonly work: Work;
  readonly from: EpochMs;
  /** When it ends by itself. */
  readonly until: EpochMs;
  /** When it did end; null: it has not. */
  readonly endedAt: EpochMs | null;
  /** Null: the station said so itself. */
  readonly by: string | null;
  readonly reason: string;
}

/** What is not to be notified of: one alert, one station, or one rule, everywhere or at a station. */
export type MuteScope =
  | { readonly of: 'alert'; readonly alert: AlertId }
  | { readonly of: 'station'; readonly station: StationId }
  | { readonly of: 'rule'; readonly rule: string; readonly station: StationId | null };

/** People want no notices of something until an instant. */
export interface Mute {
  readonly id: string;
  readonly scope: MuteScope;
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly endedAt: EpochMs | null;
  readonly by: string;
  readonly reason: string;
}
