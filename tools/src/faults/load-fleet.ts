import { SECOND, type Station } from '@clearwell/water-quality';
import { LoadStation, type LoadSetting } from './load-station.ts';

const TICK_MS = 10;

/** All stations of a city, sampling so many readings a second between them, but for pauses. */
export class LoadFleet {
  readonly members: readonly LoadStation[];
  readonly #rate: number;
  #ticking: NodeJS.Timeout | undefined;
  #began = 0;
  #sampledForMs = 0;

  /** @param rate readings a second, of all stations together */
  constructor(stations: readonly Station[], rate: number, setting: LoadSetting) {
    this.#rate = rate;
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

  /** Seconds in which it sampled. */
  get sampledFor(): number {
    const now = this.#ticking === undefined ? 0 : performance.now() - this.#began;
    return (this.#sampledForMs + now) / SECOND;
  }

  connect(): void {
    for (const member of this.members) member.connect();
  }

  sample(): void {
    this.pause();
    const before = this.sampled;
    this.#began = performance.now();
    let sampled = before;
    this.#ticking = setInterval(() => {
      const due = before + ((performance.now() - this.#began) / SECOND) * this.#rate;
      for (; sampled < due; sampled += 1) this.members[sampled % this.members.length]?.sample();
    }, TICK_MS);
  }

  pause(): void {
    this.#sampledForMs = this.sampledFor * SECOND;
    clearInterval(this.#ticking);
    this.#ticking = undefined;
  }

  async disconnect(): Promise<void> {
    this.pause();
    await Promise.all(this.members.map((member) => member.disconnect()));
  }

  #sum(of: (member: LoadStation) => number): number {
    return this.members.reduce((sum, member) => sum + of(member), 0);
  }
}
