import type { ChannelColumn, RangeChunk } from './history.ts';

/** Readings in one chunk: large enough to be cheap, small enough that nobody waits behind one. */
export const CHUNK = 4_096;

const NOT_SENT = '.';

/** A flag as stores keep it, one character a channel; 0 for a channel that was not sent. */
export function flagAt(flags: string, slot: number): number {
  const flag = flags[slot] ?? NOT_SENT;
  return flag === NOT_SENT ? 0 : Number(flag);
}

/** Columns that grow row by row up to one chunk, and are then taken as they are. */
export class Columns {
  readonly #width: number;
  #length = 0;
  #sampledAt = new Float64Array(CHUNK);
  #receivedAt = new Float64Array(CHUNK);
  #channels: ChannelColumn[];

  constructor(width: number) {
    this.#width = width;
    this.#channels = freshChannels(width);
  }

  get length(): number {
    return this.#length;
  }

  /** Begins a row; its channels follow by `put`. */
  add(sampledAt: number, receivedAt: number): void {
    this.#sampledAt[this.#length] = sampledAt;
    this.#receivedAt[this.#length] = receivedAt;
    this.#length += 1;
  }

  put(channel: number, value: number | null, flag: number): void {
    const column = this.#channels[channel];
    if (column === undefined) return;
    column.values[this.#length - 1] = value ?? NaN;
    column.flags[this.#length - 1] = flag;
  }

  get isFull(): boolean {
    return this.#length === CHUNK;
  }

  /** What was added since the last time. The arrays are the taker's own, buffers and all. */
  take(): RangeChunk {
    const n = this.#length;
    const chunk = {
      sampledAt: this.#sampledAt.slice(0, n),
      receivedAt: this.#receivedAt.slice(0, n),
      channels: this.#channels.map(({ values, flags }) => ({ values: values.slice(0, n), flags: flags.slice(0, n) })),
    };
    this.#length = 0;
    this.#channels = freshChannels(this.#width);
    return chunk;
  }
}

const freshChannels = (width: number): ChannelColumn[] =>
  Array.from({ length: width }, () => ({ values: new Float64Array(CHUNK).fill(NaN), flags: new Uint8Array(CHUNK) }));
