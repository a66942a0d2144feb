import { CHUNK } from './columns.ts';
import type { AggregateChunk, ChannelSummary } from './history.ts';

/** One channel in one bucket; no figures where nothing was counted. */
export interface Figures {
  readonly min: number | null;
  readonly mean: number | null;
  readonly max: number | null;
  readonly count: number;
}

/** Buckets that grow one by one up to a chunk, and are then taken as they are. */
export class BucketColumns {
  readonly #startsAt: number[] = [];
  readonly #channels: Figures[][];

  constructor(width: number) {
    this.#channels = Array.from({ length: width }, () => []);
  }

  get length(): number {
    return this.#startsAt.length;
  }

  get isFull(): boolean {
    return this.length >= CHUNK;
  }

  /** A bucket in which nothing was counted is left out. */
  add(startsAt: number, channels: readonly Figures[]): void {
    if (channels.every(({ count }) => count === 0)) return;
    this.#startsAt.push(startsAt);
    channels.forEach((figures, i) => this.#channels[i]?.push(figures));
  }

  take(): AggregateChunk {
    const chunk = {
      startsAt: Float64Array.from(this.#startsAt),
      channels: this.#channels.map(summaryOf),
    };
    this.#startsAt.length = 0;
    for (const channel of this.#channels) channel.length = 0;
    return chunk;
  }
}

const summaryOf = (figures: readonly Figures[]): ChannelSummary => ({
  min: Float64Array.from(figures, ({ min }) => min ?? NaN),
  mean: Float64Array.from(figures, ({ mean }) => mean ?? NaN),
  max: Float64Array.from(figures, ({ max }) => max ?? NaN),
  count: Float64Array.from(figures, ({ count }) => count),
});
