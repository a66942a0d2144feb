import type { ByteReader, ByteWriter } from '../bytes.ts';

/**
 * How a station's parameters move together: their levels and covariance, forgetting. Of a row it says how far each parameter
 * lies from what all the others make of it, in standard deviations (conditional residual of a multivariate normal), and how far
 * the voters lie from what the operational ones explain (conditional Mahalanobis distance, per degree of freedom).
 * Places are those of the channels; the first `explaining` of them explain and never vote.
 */
export class Mixing {
  readonly size: number;
  readonly #explaining: number;
  readonly #floors: Float64Array;
  readonly levels: Float64Array;
  readonly #together: Float64Array;
  // Of the newest row; not kept.
  readonly residuals: Float64Array;
  /** From its level, in its own standard deviations. */
  readonly deviations: Float64Array;
  distance = 0;
  /** The same, without a channel that is far off alone. */
  distanceOfRest = 0;
  voters = 0;
  readonly #present: Int32Array;
  readonly #lower: Float64Array;
  readonly #white: Float64Array;
  readonly #column: Float64Array;
  readonly #off: Float64Array;
  readonly #withAll: Float64Array;

  /** @param floors per place the smallest standard deviation, in the parameter's unit */
  constructor(floors: Float64Array, explaining: number) {
    const size = (this.size = floors.length);
    this.#explaining = explaining;
    this.#floors = floors;
    this.levels = new Float64Array(size).fill(NaN);
    this.#together = new Float64Array(size * size);
    for (let i = 0; i < size; i++) this.#together[i * size + i] = 4 * (floors[i] ?? 0) ** 2;
    this.residuals = new Float64Array(size);
    this.deviations = new Float64Array(size);
    this.#present = new Int32Array(size);
    this.#lower = new Float64Array(size * size);
    this.#white = new Float64Array(size);
    this.#column = new Float64Array(size);
    this.#off = new Float64Array(size);
    this.#withAll = new Float64Array(size);
  }

  /**
   * @param values NaN where there is none. `residuals` are NaN there too.
   * @param far a channel this many standard deviations off its level says nothing of the others: where they look less odd
   * without the farthest such, that is what counts for them. What is learned from a row, its `distance`, is of all of them.
   */
  measure(values: Float64Array, far = Infinity): void {
    this.#measureAll(values);
    this.distanceOfRest = this.distance;
    const farthest = this.#farthest(far);
    if (farthest < 0) return;
    const [distance, deviation, value] = [this.distance, this.deviations[farthest] ?? NaN, values[farthest] ?? NaN];
    this.#withAll.set(this.residuals);
    values[farthest] = NaN;
    this.#measureAll(values);
    values[farthest] = value;
    this.deviations[farthest] = deviation;
    for (let i = this.#explaining; i < this.size; i++) {
      const [all, rest] = [this.#withAll[i] ?? NaN, this.residuals[i] ?? NaN];
      this.residuals[i] = Math.abs(rest) < Math.abs(all) ? rest : all;
    }
    this.distanceOfRest = Math.min(distance, this.distance);
    this.distance = distance;
  }

  /** Place of the channel farthest off its level; −1: none is as far. */
  #farthest(far: number): number {
    let [place, most] = [-1, far];
    for (let i = 0; i < this.size; i++) {
      const size = Math.abs(this.deviations[i] ?? NaN);
      if (size >= most) [place, most] = [i, size];
    }
    return place;
  }

  #measureAll(values: Float64Array): void {
    const count = this.#findPresent(values);
    let square = 0;
    this.voters = 0;
    this.residuals.fill(NaN);
    for (let a = 0; a < count; a++) {
      const place = this.#present[a] ?? 0;
      const white = this.#decompose(a, (values[place] ?? NaN) - (this.levels[place] ?? NaN));
      if (place < this.#explaining) continue;
      square += white * white;
      this.voters++;
    }
    this.distance = this.voters === 0 ? 0 : Math.sqrt(square / this.voters);
    this.#findResiduals(count);
  }

  /** Takes a row in. @param weight of how far it lies off, 0 to 1 */
  learn(values: Float64Array, weight: number, shares: { readonly level: number; readonly together: number }): void {
    const { size, levels } = this;
    const off = this.#off;
    for (let i = 0; i < size; i++) off[i] = weight * ((values[i] ?? NaN) - (levels[i] ?? NaN));
    for (let i = 0; i < size; i++) {
      const a = off[i] ?? NaN;
      if (a !== a) {
        if (levels[i] !== levels[i]) levels[i] = values[i] ?? NaN;
        continue;
      }
      for (let j = 0; j < size; j++) {
        const product = a * (off[j] ?? NaN);
        const place = i * size + j;
        if (product === product)
          this.#together[place] =
            (this.#together[place] ?? 0) + shares.together * (product - (this.#together[place] ?? 0));
      }
      levels[i] = (levels[i] ?? NaN) + shares.level * a;
    }
  }

  /** @param order places in the order they are written in */
  save(writer: ByteWriter, order: readonly number[]): void {
    for (const i of order) {
      writer.number(this.levels[i] ?? NaN);
      for (const j of order) writer.number(this.#together[i * this.size + j] ?? 0);
    }
  }

  /** @param order places what was written belongs to; −1: to a channel that is gone */
  restore(reader: ByteReader, order: readonly number[]): void {
    for (const i of order) {
      const level = reader.number();
      if (i >= 0) this.levels[i] = level;
      for (const j of order) {
        const together = reader.number();
        if (i >= 0 && j >= 0) this.#together[i * this.size + j] = together;
      }
    }
  }

  #findPresent(values: Float64Array): number {
    let count = 0;
    this.deviations.fill(NaN);
    for (let i = 0; i < this.size; i++) {
      const [value, level] = [values[i] ?? NaN, this.levels[i] ?? NaN];
      if (value !== value || level !== level) continue;
      this.#present[count++] = i;
      const variance = (this.#together[i * this.size + i] ?? 0) + (this.#floors[i] ?? 0) ** 2;
      this.deviations[i] = (value - level) / Math.sqrt(variance);
    }
    return count;
  }

  /** One more row of the Cholesky factor, and what it leaves of this deviation unexplained by those before. */
  #decompose(a: number, deviation: number): number {
    const { size } = this;
    const lower = this.#lower;
    const place = this.#present[a] ?? 0;
    let rest = deviation;
    let diagonal = (this.#together[place * size + place] ?? 0) + (this.#floors[place] ?? 0) ** 2;
    for (let b = 0; b < a; b++) {
      let sum = this.#together[place * size + (this.#present[b] ?? 0)] ?? 0;
      for (let e = 0; e < b; e++) sum -= (lower[a * size + e] ?? 0) * (lower[b * size + e] ?? 0);
      const entry = sum / (lower[b * size + b] ?? 1);
      lower[a * size + b] = entry;
      diagonal -= entry * entry;
      rest -= entry * (this.#white[b] ?? 0);
    }
    const root = Math.sqrt(Math.max(diagonal, 1e-3 * (this.#floors[place] ?? 1) ** 2));
    lower[a * size + a] = root;
    return (this.#white[a] = rest / root);
  }

  /** (C⁻¹ d)ᵢ / √(C⁻¹)ᵢᵢ for the voters among those present. */
  #findResiduals(count: number): void {
    const { size } = this;
    const [lower, column, solved] = [this.#lower, this.#column, this.#off];
    for (let a = count - 1; a >= 0; a--) {
      let rest = this.#white[a] ?? 0;
      for (let e = a + 1; e < count; e++) rest -= (lower[e * size + a] ?? 0) * (solved[e] ?? 0);
      const weight = rest / (lower[a * size + a] ?? 1);
      solved[a] = weight;
      const place = this.#present[a] ?? 0;
      if (place < this.#explaining) break;
      let precision = 0;
      for (let e = a; e < count; e++) {
        let entry = e === a ? 1 : 0;
        for (let f = a; f < e; f++) entry -= (lower[e * size + f] ?? 0) * (column[f] ?? 0);
        entry /= lower[e * size + e] ?? 1;
        column[e] = entry;
        precision += entry * entry;
      }
      this.residuals[place] = weight / Math.sqrt(precision);
    }
  }
}
