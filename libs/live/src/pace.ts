/** The first change of a thing goes out at once, later ones of the same thing at most this often. */
export const PACE_MS = 250;

/** What changed and waits to be told: of each thing the newest. Times are of a monotonic clock, in ms. */
export class Pace<K, V> {
  readonly #toldAt = new Map<K, number>();
  readonly #waiting = new Map<K, V>();

  change(key: K, value: V): void {
    this.#waiting.set(key, value);
  }

  /** What may be told now. */
  take(now: number): V[] {
    for (const [key, at] of this.#toldAt) if (now - at >= PACE_MS) this.#toldAt.delete(key);
    const due: V[] = [];
    for (const [key, value] of this.#waiting) {
      if (this.#toldAt.has(key)) continue;
      this.#waiting.delete(key);
      this.#toldAt.set(key, now);
      due.push(value);
    }
    return due;
  }

  forget(): void {
    this.#waiting.clear();
  }

  /** When there is something to take again; Infinity: nothing waits. */
  nextAt(): number {
    return Math.min(
      Infinity,
      ...[...this.#waiting.keys()].map((key) => (this.#toldAt.get(key) ?? -Infinity) + PACE_MS),
    );
  }
}
