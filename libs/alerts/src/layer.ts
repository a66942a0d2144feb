/** A map laid over another: it reads through, and what is written stays in it until it is let down. */
export class Layer<K, V> {
  readonly #below: Layer<K, V> | null;
  /** Undefined: taken out of what is below. */
  readonly #own = new Map<K, V | undefined>();

  constructor(below: Layer<K, V> | null = null) {
    this.#below = below;
  }

  get(key: K): V | undefined {
    return this.#own.has(key) ? this.#own.get(key) : this.#below?.get(key);
  }

  set(key: K, value: V): void {
    this.#own.set(key, value);
  }

  delete(key: K): void {
    if (this.#below === null) this.#own.delete(key);
    else this.#own.set(key, undefined);
  }

  *values(): Generator<V> {
    for (const value of this.#own.values()) if (value !== undefined) yield value;
    if (this.#below === null) return;
    for (const [key, value] of this.#below.#entries()) if (!this.#own.has(key)) yield value;
  }

  /** Writes what is in this layer into the one below. */
  letDown(): void {
    if (this.#below === null) return;
    for (const [key, value] of this.#own)
      if (value === undefined) this.#below.delete(key);
      else this.#below.set(key, value);
    this.#own.clear();
  }

  *#entries(): Generator<[K, V]> {
    for (const [key, value] of this.#own) if (value !== undefined) yield [key, value];
    if (this.#below === null) return;
    for (const [key, value] of this.#below.#entries()) if (!this.#own.has(key)) yield [key, value];
  }
}
