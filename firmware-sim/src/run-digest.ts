import { createHash, type Hash } from 'node:crypto';
import type { EpochMs, StationId, Values } from '@clearwell/water-quality';

interface Version {
  readonly sampledAt: EpochMs;
  readonly values: Values;
}

/**
 * What a run sampled, in one number that two runs can be compared by, and a run with what a server has stored. SHA-256
 * over the stations in the order of their names, each with the SHA-256 of its lines (`zz-001 1790000000000 {"ph":7.5}`) in the order of sampling. Of several
 * readings of one time the last stands, as it does in a server.
 */
export class RunDigest {
  readonly #stations = new Map<StationId, Hash>();
  #readings = 0;

  get readings(): number {
    return this.#readings;
  }

  /** Takes the readings of one sampling time; to be called in the order of time. */
  note(station: StationId, versions: readonly Version[]): void {
    const stands = versions.at(-1);
    if (stands === undefined) return;
    this.#readings += versions.length;
    const hash = this.#stations.get(station) ?? createHash('sha256');
    this.#stations.set(station, hash);
    hash.update(`${station} ${stands.sampledAt} ${JSON.stringify(stands.values)}\n`);
  }

  sha256(): string {
    const all = createHash('sha256');
    const inOrder = [...this.#stations].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [station, hash] of inOrder) all.update(`${station} ${hash.copy().digest('hex')}\n`);
    return all.digest('hex');
  }
}
