import type { ByteReader, ByteWriter } from '../bytes.ts';

const BINS = 64;
const PER_OCTAVE = 6.4;
const SMALLEST = 0.25;
/** Smaller sizes surprise nobody. */
const ORDINARY = 0.8;
const HEAVIEST = 64;

/**
 * How surprising a size is to a channel: a forgetting histogram of the sizes it has shown (64 bins from a quarter of a scale
 * to 256), beside a Student-t prior with 3 degrees of freedom.
 */
export class SurpriseTail {
  readonly #bins = new Float32Array(BINS);
  /** Sum of the bins. New rows come in with a growing weight: that is forgetting without touching every bin. */
  #total = 0;
  #weight = 1;

  /** −log10 of the probability of this size or a larger one. @param priorRows what the prior is worth */
  surprise(size: number, priorRows: number): number {
    if (!(size > ORDINARY)) return 0;
    const place = Math.min(BINS - 1, placeOf(size));
    const bin = Math.floor(place);
    let above = (bin + 1 - place) * (this.#bins[bin] ?? 0);
    for (let i = bin + 1; i < BINS; i++) above += this.#bins[i] ?? 0;
    const share = (above / this.#weight + priorRows * studentTail(size)) / (this.#total / this.#weight + priorRows);
    return -Math.log10(share);
  }

  /** @param growth of the weight of a row over that of the row before */
  learn(size: number, growth: number): void {
    this.#weight *= growth;
    const bin = Math.max(0, Math.min(BINS - 1, Math.floor(placeOf(size))));
    this.#bins[bin] = (this.#bins[bin] ?? 0) + this.#weight;
    this.#total += this.#weight;
    if (this.#weight > HEAVIEST) this.#lighten();
  }

  save(writer: ByteWriter): void {
    writer.number(this.#total);
    writer.number(this.#weight);
    writer.singles(this.#bins);
  }

  restore(reader: ByteReader): void {
    this.#total = reader.number();
    this.#weight = reader.number();
    reader.fillSingles(this.#bins);
  }

  #lighten(): void {
    this.#total = 0;
    for (let i = 0; i < BINS; i++) {
      const share = Math.fround((this.#bins[i] ?? 0) / this.#weight);
      this.#bins[i] = share;
      this.#total += share;
    }
    this.#weight = 1;
  }
}

const placeOf = (size: number): number => (size <= SMALLEST ? 0 : Math.log2(size / SMALLEST) * PER_OCTAVE);

/** P(|T| ≥ t) of Student's distribution with 3 degrees of freedom, in closed form. */
function studentTail(t: number): number {
  const u = t / Math.sqrt(3);
  return Math.max(1e-12, 1 - (2 / Math.PI) * (u / (1 + u * u) + Math.atan(u)));
}
