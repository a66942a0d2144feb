import { channelKey, type ChannelKey, type Concern, type ParameterCode } from '@clearwell/water-quality';

/**
 * Judges one station's readings in the order they were sampled: pure, without a clock, a fixed amount of work and memory
 * per channel. Restored from what it saved it goes on exactly as if it had never stopped.
 */
export interface Judge<Row, Verdict> {
  /** What comes back is the judge's own and changes with the next row. */
  fold(row: Row): Verdict;
  /** Exact and canonical: equal memories give equal bytes. The first byte names the layout. */
  save(): Uint8Array;
}

/** What a judge is told of a channel. */
export interface JudgedChannel {
  readonly key: ChannelKey;
  readonly parameter: ParameterCode;
  /** Smallest step of this probe, in the parameter's unit. */
  readonly resolution: number;
  /** Explains, and never votes. */
  readonly operational: boolean;
  readonly concern: Concern;
}

/** The vote of a channel that may be at fault: it is followed, and says nothing. 0: it has none; 1: it has one. */
export const DOUBTED = 2;

/** Stands for a channel that is gone: what was saved of it is read past. */
export const GONE: JudgedChannel = {
  key: channelKey('gone'),
  parameter: 'ph',
  resolution: 1,
  operational: false,
  concern: 'both',
};
