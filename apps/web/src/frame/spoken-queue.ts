import { SECOND } from '@clearwell/water-quality';

/** Whoever listens must be able to keep up. */
export const SPEAK_EVERY = 5 * SECOND;

interface Surroundings<Id> {
  /** 0 is the most urgent; null: it is no news any more. */
  readonly rank: (id: Id) => number | null;
  readonly monotonic: () => number;
  readonly speak: (ids: readonly Id[]) => void;
  readonly after: (ms: number, then: () => void) => void;
}

/** Speaks of what is new, at most once in five seconds; what waits is spoken together, the most urgent first. */
export class SpokenQueue<Id> {
  private waiting = new Set<Id>();
  private lastAt = -Infinity;
  private isTimed = false;
  private readonly around: Surroundings<Id>;

  constructor(around: Surroundings<Id>) {
    this.around = around;
  }

  add(ids: readonly Id[]): void {
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
    const ranked = [...this.waiting].flatMap((id) => {
      const rank = this.around.rank(id);
      return rank === null ? [] : [{ id, rank }];
    });
    this.waiting = new Set();
    if (ranked.length === 0) return;
    this.lastAt = this.around.monotonic();
    this.around.speak(ranked.sort((a, b) => a.rank - b.rank).map(({ id }) => id));
  }
}
