import { cityDayOf, type FrameDay, type FrameIndex } from '@clearwell/contracts/frames';
import type { EpochMs } from '@clearwell/water-quality';
import type { Answer, Failure } from '../door.ts';
import type { ReplayChoice } from '../state/address.ts';
import { createSignal } from '../state/signal.ts';
import type { FramesWanted } from './frames-door.ts';
import type { TrackSpan } from './span.ts';

export type IndexPhase =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'ready'; readonly index: FrameIndex };

export type FramesPhase =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'ready'; readonly frames: FrameDay };

export interface FrameSource {
  readonly index: (from: string, to: string) => Promise<Answer<FrameIndex>>;
  readonly frames: (wanted: FramesWanted) => Promise<Answer<FrameDay>>;
}

type Shown = Pick<ReplayChoice, 'parameter' | 'view'>;

interface Held {
  readonly phase: FramesPhase;
  readonly revision: string;
}

/** Days fetched at the same time: the one that is looked at never waits behind many. */
const AT_ONCE = 2;
const LOADING: FramesPhase = { kind: 'loading' };

/** Holds the days of the track, nearest to the moment first, and fetches again what has changed. */
export class FrameStore {
  readonly index = createSignal<IndexPhase>({ kind: 'loading' });
  /** Counts what came or went of the days held. */
  readonly changes = createSignal(0);
  private readonly source: FrameSource;
  private readonly days = new Map<string, Held>();
  private readonly fetching = new Set<string>();
  private shown: Shown;
  private span: TrackSpan | null = null;
  private nearest = '';
  /** What was asked for before it is of no use. */
  private turn = 0;

  constructor(source: FrameSource, shown: Shown) {
    this.source = source;
    this.shown = shown;
  }

  phaseOf(at: EpochMs): FramesPhase {
    return this.days.get(cityDayOf(at))?.phase ?? LOADING;
  }

  /** Fetches this day before the others. */
  near(at: EpochMs): void {
    const day = cityDayOf(at);
    if (day === this.nearest) return;
    this.nearest = day;
    this.fetchNext();
  }

  show(shown: Shown): void {
    if (shown.parameter === this.shown.parameter && shown.view === this.shown.view) return;
    this.shown = shown;
    this.forget();
    this.fetchNext();
  }

  async cover(span: TrackSpan): Promise<void> {
    this.span = span;
    this.index.set({ kind: 'loading' });
    await this.refresh();
  }

  /** Asks what there is now: days that changed are fetched again. */
  readonly refresh = async (): Promise<void> => {
    const { span } = this;
    if (span === null) return;
    const answer = await this.source.index(cityDayOf(span.from), cityDayOf(span.to - 1));
    if (span !== this.span) return;
    if (answer.ok) this.index.set({ kind: 'ready', index: answer.value });
    else if (this.index.get().kind !== 'ready') this.index.set({ kind: 'failed', failure: answer.failure });
    this.fetchNext();
  };

  readonly retry = (): void => {
    for (const [day, { phase }] of this.days) if (phase.kind === 'failed') this.days.delete(day);
    this.tell();
    if (this.index.get().kind === 'failed') this.index.set({ kind: 'loading' });
    void this.refresh();
  };

  stop(): void {
    this.span = null;
    this.forget();
  }

  private forget(): void {
    this.turn += 1;
    this.days.clear();
    this.fetching.clear();
    this.tell();
  }

  private tell(): void {
    this.changes.set(this.changes.get() + 1);
  }

  private fetchNext(): void {
    const phase = this.index.get();
    if (phase.kind !== 'ready' || this.span === null) return;
    const { days } = phase.index;
    const from = days.findIndex(({ day }) => day === this.nearest);
    const missing = days
      .map((entry, i) => ({ ...entry, distance: Math.abs(i - from) }))
      .filter(({ day, revision }) => this.days.get(day)?.revision !== revision && !this.fetching.has(day))
      .sort((a, b) => a.distance - b.distance);
    for (const { day, revision } of missing.slice(0, AT_ONCE - this.fetching.size)) void this.fetch(day, revision);
  }

  private async fetch(day: string, revision: string): Promise<void> {
    const { turn } = this;
    this.fetching.add(day);
    const answer = await this.source.frames({ day, revision, ...this.shown });
    if (turn !== this.turn) return;
    this.fetching.delete(day);
    // What is held goes on when its fresher form does not come.
    const held = this.days.get(day)?.phase;
    if (answer.ok) this.days.set(day, { phase: { kind: 'ready', frames: answer.value }, revision });
    else if (held?.kind === 'ready') this.days.set(day, { phase: held, revision });
    else this.days.set(day, { phase: { kind: 'failed', failure: answer.failure }, revision });
    this.tell();
    this.fetchNext();
  }
}
