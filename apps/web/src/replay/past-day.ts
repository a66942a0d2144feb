import type { History } from '@clearwell/contracts';
import { DAY, type EpochMs, type StationId } from '@clearwell/water-quality';
import type { Answer } from '../door.ts';
import { partOf } from '../state/day-history.ts';
import type { DayPhase } from '../state/history-store.ts';
import type { StationDay } from '../state/scene.ts';
import { createSignal, type Signal } from '../state/signal.ts';

interface Surroundings {
  readonly moment: Pick<Signal<EpochMs>, 'get' | 'subscribe'>;
  /** Whether only what had been received by the moment is shown. */
  readonly isKnown: boolean;
  readonly fetchPast: (station: StationId, from: EpochMs, to: EpochMs) => Promise<Answer<History>>;
}

/** While the moment moves, nothing is fetched. */
const REST_MS = 150;

/** The 24 hours before the moment of a replay. More than that is held, so that the moment can move. */
export class PastDay implements StationDay {
  readonly phase = createSignal<DayPhase>({ kind: 'loading' });
  private readonly station: StationId;
  private readonly around: Surroundings;
  private held: History | null = null;
  private end: (() => void) | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  constructor(station: StationId, around: Surroundings) {
    this.station = station;
    this.around = around;
  }

  readonly start = (): void => {
    this.end = this.around.moment.subscribe(this.follow);
    this.follow();
  };

  readonly stop = (): void => {
    this.end?.();
    clearTimeout(this.timer);
    this.asked += 1;
  };

  readonly retry = (): void => {
    this.phase.set({ kind: 'loading' });
    this.follow();
  };

  private readonly follow = (): void => {
    const at = this.around.moment.get();
    const { held } = this;
    if (held !== null && held.from <= at - DAY && at < held.to) {
      const knownAt = this.around.isKnown ? at : Infinity;
      this.phase.set({ kind: 'ready', history: partOf(held, { from: at - DAY, to: at + 1, knownAt }) });
      return;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.load(at), held === null ? 0 : REST_MS);
  };

  private async load(at: EpochMs): Promise<void> {
    const turn = (this.asked += 1);
    const answer = await this.around.fetchPast(this.station, at - 2 * DAY, at + DAY);
    if (turn !== this.asked) return;
    if (!answer.ok) {
      this.phase.set({ kind: 'failed', failure: answer.failure });
      return;
    }
    this.held = answer.value;
    this.follow();
  }
}
