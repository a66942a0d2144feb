export const CONNECTING_AT_ONCE = 128;

/**
 * Lets so many connections be in the making at once. A broker that is slow for a while, as with 10,000 stations that all
 * come back, then is not buried under tries that time out and begin again.
 */
export class Gate {
  readonly #width: number;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(width: number) {
    this.#width = width;
  }

  /** Calls `go` as soon as there is room, in the order of coming. Whoever went in must leave once. */
  enter(go: () => void): void {
    this.#waiting.push(go);
    this.#admit();
  }

  leave(): void {
    this.#inside -= 1;
    this.#admit();
  }

  #admit(): void {
    if (this.#inside >= this.#width) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#inside += 1;
    next();
  }
}
