import { SECOND, type StationId } from '@clearwell/water-quality';
import { severity } from '../state/severity.ts';
import type { Standings } from '../state/board-store.ts';

/** Whoever listens must be able to keep up. */
export const SPEAK_EVERY = 5 * SECOND;

interface Surroundings {
  readonly standings: () => Standings;
  readonly monotonic: () => number;
  readonly speak: (ids: readonly StationId[]) => void;
  readonly after: (ms: number, then: () => void) => void;
}

/** Speaks of stations that got worse, at most once in five seconds; what waits is spoken together, worst first. */
export class SpokenQueue {
  private waiting = new Set<StationId>();
  private lastAt = -Infinity;
  private isTimed = false;
  private readonly around: Surroundings;

  constructor(around: Surroundings) {
    this.around = around;
  }

  add(ids: readonly StationId[]): void {
    for (const id of ids) this.waiting.add(id);
    if (this.waiting.size === 0 || this.isTimed) return;
    const wait = this.lastAt + SPEAK_EVERY - this.around.monotonic();
    if (wait <= 0) {
      this.speak();
      return;
    }
    this.isTimed = true;
    this.around.after(wait, () => {
      this.isTimed = false;
      this.speak();
    });
  }

  private speak(): void {
    const standings = this.around.standings();
    const rank = (id: StationId): number => severity(standings.get(id)?.status ?? 'normal');
    // A station that recovered while it waited is no news.
    const ids = [...this.waiting].filter((id) => rank(id) < severity('normal')).sort((a, b) => rank(a) - rank(b));
    this.waiting = new Set();
    if (ids.length === 0) return;
    this.lastAt = this.around.monotonic();
    this.around.speak(ids);
  }
}
