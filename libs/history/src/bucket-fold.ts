import type { EpochMs } from '@clearwell/water-quality';
import { BucketColumns, type Figures } from './bucket-columns.ts';
import type { AggregateChunk } from './history.ts';

interface Sum {
  min: number;
  max: number;
  sum: number;
  count: number;
}

const nothing = (): Sum => ({ min: Infinity, max: -Infinity, sum: 0, count: 0 });

const figuresOf = ({ min, max, sum, count }: Sum): Figures =>
  count === 0 ? { min: null, mean: null, max: null, count } : { min, mean: sum / count, max, count };

/** Sums figures up into wider buckets. They come in the order of time, and so the buckets are finished in that order. */
export class BucketFold {
  readonly #first: EpochMs;
  readonly #width: number;
  readonly #done: BucketColumns;
  #startsAt: EpochMs;
  #sums: Sum[];

  /** @param first an instant at which a bucket begins, and before which nothing comes */
  constructor(first: EpochMs, width: number, channels: number) {
    this.#first = first;
    this.#width = width;
    this.#done = new BucketColumns(channels);
    this.#startsAt = first;
    this.#sums = Array.from({ length: channels }, nothing);
  }

  /** Figures of one channel at an instant; a single value is its own minimum, mean and maximum. */
  add(at: EpochMs, channel: number, { min, mean, max, count }: Figures): void {
    const startsAt = this.#first + Math.floor((at - this.#first) / this.#width) * this.#width;
    if (startsAt !== this.#startsAt) this.#finish(startsAt);
    const sum = this.#sums[channel];
    if (sum === undefined || min === null || mean === null || max === null || count === 0) return;
    sum.min = Math.min(sum.min, min);
    sum.max = Math.max(sum.max, max);
    sum.sum += mean * count;
    sum.count += count;
  }

  /** The buckets that are finished, when they fill a chunk. */
  full(): AggregateChunk | null {
    return this.#done.isFull ? this.#done.take() : null;
  }

  /** All that is left; nothing may be added after. */
  rest(): AggregateChunk | null {
    this.#finish(Infinity);
    return this.#done.length > 0 ? this.#done.take() : null;
  }

  #finish(next: EpochMs): void {
    this.#done.add(this.#startsAt, this.#sums.map(figuresOf));
    this.#startsAt = next;
    this.#sums = this.#sums.map(nothing);
  }
}
