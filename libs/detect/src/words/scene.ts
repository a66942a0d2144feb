import type { BilingualName, ChannelKey, EpochMs, Finding } from '@clearwell/water-quality';

/** Where and when something is said, and what it may be held against. */
export interface Scene {
  readonly station: BilingualName;
  /** ms between its readings. */
  readonly intervalMs: number;
  /** Now: what lasts has lasted until then. */
  readonly at: EpochMs;
  /** A time as the reader's clock has it. */
  readonly timeText: (at: EpochMs) => string;
  /** Smallest step of a channel, in the parameter's unit; absent: that of an ordinary sensor. */
  readonly resolutionOf?: (key: ChannelKey) => number | undefined;
  /** Score from which the station's event is one; absent: nobody knows. */
  readonly threshold?: number | undefined;
  /** What else is said of the station: it may speak for or against. */
  readonly beside?: readonly Finding[];
}
