import type { EpochMs, StationId, Values } from '@clearwell/water-quality';
import { createHash } from 'node:crypto';

/** What a reading says, whenever and however often it arrived. */
export interface Said {
  readonly station: StationId;
  readonly sampledAt: EpochMs;
  readonly values: Values;
}

/**
 * One number for a set of readings, by which a folder, what was published of it and what a server has stored can be
 * compared: SHA-256 over the sorted distinct lines `a15 1772380868000 {"ph":7.51,…}`, channels by name. Holds a line of
 * about 150 bytes for each reading.
 */
export class Fingerprint {
  readonly #lines = new Set<string>();

  /** How many differ. */
  get distinct(): number {
    return this.#lines.size;
  }

  /** False if it was there before. */
  add({ station, sampledAt, values }: Said): boolean {
    const before = this.#lines.size;
    const sorted = Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
    this.#lines.add(`${station} ${String(sampledAt)} ${JSON.stringify(sorted)}`);
    return this.#lines.size > before;
  }

  sha256(): string {
    const hash = createHash('sha256');
    for (const line of [...this.#lines].sort()) hash.update(`${line}\n`);
    return hash.digest('hex');
  }
}
