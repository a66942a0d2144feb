import type { ByteReader, ByteWriter } from '../bytes.ts';

const MOST = 18;

/** The median of the newest values, kept sorted beside their order. */
export class RecentMedian {
  /** A ring, the oldest at `#from`. */
  readonly #values = new Float64Array(MOST);
  #from = 0;
  readonly #sorted = new Float64Array(MOST);
  count = 0;

  get median(): number {
    const half = this.count >> 1;
    const upper = this.#sorted[half] ?? NaN;
    return this.count % 2 === 1 ? upper : (upper + (this.#sorted[half - 1] ?? NaN)) / 2;
  }

  /** @param most values kept from now on, 1 to 18 */
  push(newest: number, most: number): void {
    // Of 0 and −0 only one: sorting would tell them apart.
    const value = newest + 0;
    while (this.count >= Math.min(most, MOST)) this.#dropOldest();
    this.#values[(this.#from + this.count) % MOST] = value;
    let place = this.count++;
    for (; place > 0 && (this.#sorted[place - 1] ?? 0) > value; place--)
      this.#sorted[place] = this.#sorted[place - 1] ?? 0;
    this.#sorted[place] = value;
  }

  restart(value: number): void {
    this.count = 0;
    this.push(value, 1);
  }

  save(writer: ByteWriter): void {
    writer.number(this.count);
    const inOrder = new Float64Array(MOST);
    for (let i = 0; i < this.count; i++) inOrder[i] = this.#values[(this.#from + i) % MOST] ?? 0;
    writer.numbers(inOrder);
  }

  restore(reader: ByteReader): void {
    this.count = reader.number();
    this.#from = 0;
    reader.fillNumbers(this.#values);
    this.#sorted.set(this.#values);
    this.#sorted.subarray(0, this.count).sort();
  }

  #dropOldest(): void {
    const sorted = this.#sorted;
    const oldest = this.#values[this.#from] ?? 0;
    this.#from = (this.#from + 1) % MOST;
    const last = --this.count;
    let place = 0;
    while (sorted[place] !== oldest) place++;
    // So few are moved faster one by one than all at once.
    for (; place < last; place++) sorted[place] = sorted[place + 1] ?? 0;
  }
}
