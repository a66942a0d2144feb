import type { EpochMs, StationId } from './brand.ts';

/** People let a station's events be told from another score on, for what is sampled from an instant on, until its next tuning. */
export interface Tuning {
  readonly station: StationId;
  /** First sampling time it is true of; never one that was judged before it was recorded. */
  readonly from: EpochMs;
  /** Above the threshold of its budget; 0: as its budget says. */
  readonly lift: number;
  /** The act it came by: the same key is the same tuning. */
  readonly key: string;
  readonly recordedAt: EpochMs;
  readonly by: string;
}
