import type { EpochMs, StationId, Work } from '@clearwell/water-quality';
import { workOf } from './quiet-sight.ts';
import type { BoardStore, Standings } from './board-store.ts';
import type { DayPhase } from './history-store.ts';
import { createSignal, type Signal } from './signal.ts';

type Seen<T> = Pick<Signal<T>, 'get' | 'subscribe'>;

/** The states of all stations, and who wants to hear of which. */
export interface SeenBoard extends Pick<BoardStore, 'stateOf' | 'subscribeStation' | 'subscribeAny'> {
  readonly standings: Seen<Standings>;
}

/** 24 hours of one station, kept up to date while it is open. */
export interface StationDay {
  readonly phase: Seen<DayPhase>;
  readonly start: () => void;
  readonly stop: () => void;
  readonly retry: () => void;
}

/** What map, list and drawer show: the city now, or the city at a moment of its past. */
export interface Scene {
  readonly kind: 'live' | 'replay';
  readonly board: SeenBoard;
  /** The instant that is shown; null before it is known. */
  readonly now: Seen<EpochMs | null>;
  /** The reading shown came long after it was sampled. */
  readonly isLate: (id: StationId) => boolean;
  /** Somebody has seen what is open there. */
  readonly isCalm: (id: StationId) => boolean;
  /** What somebody does at a station at this moment. */
  readonly workAt: (id: StationId) => Work | null;
  /** Where a station's day is not the one before now. */
  readonly openDay: ((station: StationId) => StationDay) | null;
}

export const liveScene = (board: BoardStore, now: Seen<EpochMs | null>): Scene => ({
  kind: 'live',
  board,
  now,
  isLate: () => false,
  isCalm: (id) => !board.isUnacknowledged(id),
  workAt: (id) => workOf(board.quiet.get(), id, now.get())?.work ?? null,
  openDay: null,
});

const nothing = (): (() => void) => () => undefined;

/** Before the past is there. */
export const UNSEEN: Scene = {
  kind: 'replay',
  board: {
    stateOf: () => undefined,
    subscribeStation: nothing,
    subscribeAny: nothing,
    standings: createSignal<Standings>(new Map()),
  },
  now: createSignal<EpochMs | null>(null),
  isLate: () => false,
  isCalm: () => false,
  workAt: () => null,
  openDay: null,
};
