import type { EpochMs } from '@clearwell/water-quality';
import type { ByteReader, ByteWriter } from '../bytes.ts';
import { FAULT_CONSTANTS as C } from './constants.ts';

const MOST = 16;
const FEWEST = 6;
/** Blocks that make an end of a drift. */
const ENDS = 3;

/** Means of the last four days, six hours each: what a drift is seen in. Its figures change when a block ends. */
export class DriftBlocks {
  readonly #means = new Float64Array(MOST);
  count = 0;
  #sum = 0;
  #values = 0;
  #since: EpochMs = NaN;
  /** Kendall's: −1 always falling to 1 always rising. */
  tau = 0;
  /** From the first block to the last, on the line through the medians of the first and last three, in the channel's unit. */
  drift = 0;

  add(value: number, at: EpochMs): void {
    if (Number.isNaN(this.#since)) this.#since = at;
    if (at - this.#since >= C.driftBlock) this.#close(at);
    this.#sum += value;
    this.#values += 1;
  }

  restart(): void {
    this.#means.fill(0);
    this.count = 0;
    this.#sum = 0;
    this.#values = 0;
    this.#since = NaN;
    this.tau = 0;
    this.drift = 0;
  }

  get hours(): number {
    return (this.count * C.driftBlock) / 3_600_000;
  }

  /** What there was when the drift began, if there is one. */
  get oldest(): number {
    return this.count === 0 ? NaN : (this.#means[0] ?? NaN);
  }

  #close(at: EpochMs): void {
    if (this.#values > 0) {
      if (this.count === MOST) {
        this.#means.copyWithin(0, 1);
        this.count -= 1;
      }
      this.#means[this.count++] = this.#sum / this.#values;
      this.#fit();
    }
    this.#sum = 0;
    this.#values = 0;
    this.#since = at;
  }

  #fit(): void {
    const n = this.count;
    if (n < FEWEST) return;
    let signs = 0;
    for (let j = 1; j < n; j++) {
      const newer = this.#means[j] ?? 0;
      for (let i = 0; i < j; i++) signs += Math.sign(newer - (this.#means[i] ?? 0));
    }
    this.tau = signs / ((n * (n - 1)) / 2);
    this.drift = ((this.#middleOf(n - ENDS) - this.#middleOf(0)) * (n - 1)) / (n - ENDS);
  }

  /** The median of three neighbours. */
  #middleOf(first: number): number {
    const [a = 0, b = 0, c = 0] = this.#means.subarray(first, first + ENDS);
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  save(writer: ByteWriter): void {
    for (const figure of [this.count, this.#sum, this.#values, this.#since, this.tau, this.drift])
      writer.number(figure);
    writer.numbers(this.#means);
  }

  restore(reader: ByteReader): void {
    this.count = reader.number();
    this.#sum = reader.number();
    this.#values = reader.number();
    this.#since = reader.number();
    this.tau = reader.number();
    this.drift = reader.number();
    reader.fillNumbers(this.#means);
  }
}
