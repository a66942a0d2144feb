import type { StationId } from '@clearwell/water-quality';

/** How far the readings that waited at the start have been acknowledged. */
export class Fill {
  readonly #waiting = new Map<StationId, number>();
  #total = 0;
  #done = 0;

  get total(): number {
    return this.#total;
  }

  get done(): number {
    return this.#done;
  }

  get isComplete(): boolean {
    return this.#waiting.size === 0;
  }

  expect(station: StationId, readings: number): void {
    if (readings === 0) return;
    this.#waiting.set(station, readings);
    this.#total += readings;
  }

  acknowledged(station: StationId, readings: number): void {
    const waiting = this.#waiting.get(station);
    if (waiting === undefined) return;
    const counted = Math.min(waiting, readings);
    this.#done += counted;
    if (counted === waiting) this.#waiting.delete(station);
    else this.#waiting.set(station, waiting - counted);
  }

  /** A station whose connection is cut on purpose is not waited for. */
  withdraw(station: StationId): void {
    this.#total -= this.#waiting.get(station) ?? 0;
    this.#waiting.delete(station);
  }
}
