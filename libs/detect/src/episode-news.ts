import type { Episode, EpisodeChange } from '@clearwell/water-quality';
import { identity } from './stretch.ts';

const NOTHING: EpisodeChange = { put: [], withdrawn: [] };

/** What becomes of one station's episodes while it is judged: what is taken back and found again the same is no news. */
export class EpisodeNews {
  readonly #put = new Map<string, Episode>();
  readonly #withdrawn = new Map<string, Episode>();

  put(episode: Episode): void {
    this.#put.set(identity(episode), episode);
  }

  withdraw(episode: Episode): void {
    const key = identity(episode);
    if (!this.#put.delete(key)) this.#withdrawn.set(key, episode);
  }

  /** All since the last time it was asked. */
  take(): EpisodeChange {
    if (this.#put.size + this.#withdrawn.size === 0) return NOTHING;
    for (const [key, before] of this.#withdrawn) {
      const now = this.#put.get(key);
      if (now === undefined) continue;
      this.#withdrawn.delete(key);
      if (JSON.stringify(now) === JSON.stringify(before)) this.#put.delete(key);
    }
    const change = { put: [...this.#put.values()], withdrawn: [...this.#withdrawn.values()] };
    this.#put.clear();
    this.#withdrawn.clear();
    return change;
  }
}
