import { SECOND, type Station } from '@clearwell/water-quality';
import { LoadStation, type LoadSetting } from './load-station.ts';

const TICK_MS = 10;

/** All stations of a city, sampling so many readings a second between them, but for pauses. */
export class LoadFleet {
  readonly members: readonly LoadStation[];
  readonly #rate: number;
  #ticking: NodeJS.Timeout | undefined;
  #began = 0;
  /** Sampled when it began. */
  #base = 0;
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

  /** Samples from now on until the next pause. */
  sample(): void {
    this.pause();
    this.#began = performance.now();
    this.#base = this.sampled;
    this.#ticking = setInterval(() => {
      this.#sampleDue();
    }, TICK_MS);
  }

  pause(): void {
    if (this.#ticking === undefined) return;
    this.#sampleDue();
    this.#sampledForMs += performance.now() - this.#began;
    clearInterval(this.#ticking);
    this.#ticking = undefined;
  }

  #sampleDue(): void {
    const due = this.#base + ((performance.now() - this.#began) / SECOND) * this.#rate;
    for (let next = this.sampled; next < due; next += 1) this.members[next % this.members.length]?.sample();
  }

  async disconnect(): Promise<void> {
    this.pause();
    await Promise.all(this.members.map((member) => member.disconnect()));
  }

  #sum(of: (member: LoadStation) => number): number {
    return this.members.reduce((sum, member) => sum + of(member), 0);
  }
}
