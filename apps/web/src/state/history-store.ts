import type { History } from '@clearwell/contracts';
import type { StationId } from '@clearwell/water-quality';
import type { Answer, Failure } from '../door.ts';
import type { BoardStore } from './board-store.ts';
import { withLatest } from './day-history.ts';
import { createSignal } from './signal.ts';

export type DayPhase =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'ready'; readonly history: History };

interface Surroundings {
  readonly board: BoardStore;
  readonly fetchHistory: (station: StationId) => Promise<Answer<History>>;
}

/** The last 24 hours of one station, kept up to date while it is open. */
export class DayStore {
  readonly phase = createSignal<DayPhase>({ kind: 'loading' });
  private readonly station: StationId;
  private readonly around: Surroundings;
  private ends: (() => void)[] = [];
  private asked = 0;

  constructor(station: StationId, around: Surroundings) {
    this.station = station;
    this.around = around;
  }

  start(): void {
    const { board } = this.around;
    this.ends = [
      board.subscribeStation(this.station, () => {
        this.append();
      }),
      // What happened while the connection was lost is in no delta.
      board.snapshots.subscribe(() => void this.load()),
    ];
    void this.load();
  }

  stop(): void {
    for (const end of this.ends) end();
    this.ends = [];
    this.asked += 1;
  }

  readonly retry = (): void => {
    this.phase.set({ kind: 'loading' });
    void this.load();
  };

  private async load(): Promise<void> {
    const turn = (this.asked += 1);
    const answer = await this.around.fetchHistory(this.station);
    if (turn !== this.asked) return;
    const keepsOld = !answer.ok && this.phase.get().kind === 'ready';
    if (keepsOld) return;
    if (!answer.ok) this.phase.set({ kind: 'failed', failure: answer.failure });
    else this.phase.set({ kind: 'ready', history: answer.value });
    this.append();
  }

  private append(): void {
    const phase = this.phase.get();
    const latest = this.around.board.stateOf(this.station)?.latest;
    if (phase.kind !== 'ready' || latest == null) return;
    const history = withLatest(phase.history, latest);
    if (history !== phase.history) this.phase.set({ kind: 'ready', history });
  }
}
