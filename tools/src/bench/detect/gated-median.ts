/** Values of 24 hours, one each 10 minutes. */
const MOST = 144;
/** Beyond so many spreads a value is odd, and is not learned. */
const GATE = 6;
const YOUNG = 36;
const MAD_TO_DEVIATION = 1.4826;

/**
 * The plain way to watch a channel, to compare costs with: how far a value is off the median of the last 24 hours, in their
 * median absolute deviation. What is odd is not learned, unless it lasts for as many rows as the window is long.
 */
export class GatedMedian {
  readonly #values = new Float64Array(MOST);
  readonly #sorted = new Float64Array(MOST);
  #count = 0;
  #oldest = 0;
  #refused = 0;
  readonly #resolution: number;

  constructor(resolution: number) {
    this.#resolution = resolution;
  }

  get bytes(): number {
    return this.#values.byteLength + 4 * 8;
  }

  /** @returns whether the value is odd */
  fold(value: number): boolean {
    if (Number.isNaN(value)) return false;
    const half = this.#count >> 1;
    const median = this.#sorted[half] ?? 0;
    const spread = Math.max(MAD_TO_DEVIATION * this.#deviation(median), this.#resolution);
    const isOdd = this.#count >= YOUNG && Math.abs(value - median) > GATE * spread;
    this.#refused = isOdd ? this.#refused + 1 : 0;
    if (!isOdd || this.#refused > MOST) this.#push(value);
    return isOdd;
  }

  /** The middle of the distances: both sides of the median are in order already. */
  #deviation(median: number): number {
    let [low, high] = [(this.#count >> 1) - 1, this.#count >> 1];
    let deviation = 0;
    for (let rank = 0; rank <= this.#count >> 1; rank++) {
      const below = low < 0 ? Infinity : median - (this.#sorted[low] ?? 0);
      const above = high >= this.#count ? Infinity : (this.#sorted[high] ?? 0) - median;
      deviation = Math.min(below, above);
      if (below <= above) low--;
      else high++;
    }
    return Number.isFinite(deviation) ? deviation : 0;
  }

  #push(value: number): void {
    const sorted = this.#sorted;
    if (this.#count === MOST) {
      const gone = sorted.indexOf(this.#values[this.#oldest] ?? 0);
      sorted.copyWithin(gone, gone + 1, this.#count--);
    }
    let place = this.#count++;
    for (; place > 0 && (sorted[place - 1] ?? 0) > value; place--) sorted[place] = sorted[place - 1] ?? 0;
    sorted[place] = value;
    this.#values[this.#oldest] = value;
    this.#oldest = (this.#oldest + 1) % MOST;
  }
}
