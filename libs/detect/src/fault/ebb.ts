import type { EpochMs } from '@clearwell/water-quality';
import type { ByteReader, ByteWriter } from '../bytes.ts';

/** Of the highest level, each half of the one before: a steady decay takes as long from the first to the second as from there on. */
const [FIRST, SECOND, THIRD] = [0.8, 0.4, 0.2];

/** How a value goes towards nothing: a probe that runs dry shows the same share less in the same time, a front comes faster and faster. */
export class Ebb {
  #first: EpochMs = NaN;
  #second: EpochMs = NaN;
  /** How long the first halving took, ms, and how often longer the second; NaN: it has not fallen so far. */
  halving = NaN;
  steadiness = NaN;

  /** @param from the value before, at `fromAt`; @param to the newest, at `at`; @param high what there was */
  follow(from: number, fromAt: EpochMs, to: number, at: EpochMs, high: number): void {
    if (to >= FIRST * high) {
      this.restart();
      return;
    }
    const passed = (share: number): EpochMs =>
      passing(Math.log(from), fromAt, Math.log(to), at, Math.log(share * high));
    if (Number.isNaN(this.#first)) this.#first = passed(FIRST);
    if (Number.isNaN(this.#second) && to <= SECOND * high) this.#second = passed(SECOND);
    if (!Number.isNaN(this.steadiness) || to > THIRD * high) return;
    this.halving = this.#second - this.#first;
    this.steadiness = (passed(THIRD) - this.#second) / this.halving;
  }

  restart(): void {
    this.#first = this.#second = this.halving = this.steadiness = NaN;
  }

  save(writer: ByteWriter): void {
    for (const figure of [this.#first, this.#second, this.halving, this.steadiness]) writer.number(figure);
  }

  restore(reader: ByteReader): void {
    this.#first = reader.number();
    this.#second = reader.number();
    this.halving = reader.number();
    this.steadiness = reader.number();
  }
}

/** When a decay between two values passed a level; where it did before them, or they are not neighbours, the later instant. */
function passing(from: number, fromAt: EpochMs, to: number, at: EpochMs, level: number): EpochMs {
  const share = (from - level) / (from - to);
  return share >= 0 && share <= 1 ? fromAt + share * (at - fromAt) : at;
}
