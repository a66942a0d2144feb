import { SECOND, type Station } from '@clearwell/water-quality';
import { LoadStation, type LoadSetting } from './load-station.ts';

const TICK_MS = 10;

/** All stations of a city, sampling so many readings a second between them. */
export class LoadFleet {
  readonly members: readonly LoadStation[];
  #ticking: NodeJS.Timeout | undefined;

  constructor(stations: readonly Station[], setting: LoadSetting) {
    this.members = stations.map((station) => new LoadStation(station, setting));
  }

  get sampled(): number {
    return this.#sum((member) => member.readings.length);
  }

  /** Sampled, and nobody has acknowledged it. */
  get waiting(): number {
    return this.#sum((member) => member.waiting);
  }

  /** Sent once more because the server asked for it. */
  get resent(): number {
    return this.#sum((member) => member.resent);
  }

  /** @param rate readings a second, of all stations together */
  start(rate: number): void {
    for (const member of this.members) member.connect();
    const began = performance.now();
    let sampled = 0;
    this.#ticking = setInterval(() => {
      const due = ((performance.now() - began) / SECOND) * rate;
      for (; sampled < due; sampled += 1) this.members[sampled % this.members.length]?.sample();
    }, TICK_MS);
  }

  stopSampling(): void {
    clearInterval(this.#ticking);
  }

  async disconnect(): Promise<void> {
    this.stopSampling();
    await Promise.all(this.members.map((member) => member.disconnect()));
  }

  #sum(of: (member: LoadStation) => number): number {
    return this.members.reduce((sum, member) => sum + of(member), 0);
  }
}
