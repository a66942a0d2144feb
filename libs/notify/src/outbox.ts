import type { AlertId, EpochMs, Notice } from '@clearwell/water-quality';

/** What a receiver is given of the notices: all, or those that wake somebody. */
export interface Route {
  readonly receiver: string;
  readonly takes: 'all' | 'notifying';
}

/** The notice at the head of an alert's queue: none of that alert is sent to this receiver before it. */
export interface Pending {
  /** Its place in the outbox. */
  readonly number: number;
  readonly receiver: string;
  readonly notice: Notice;
  /** Older notices it stands for, oldest first: the receiver never got them, as far as is known. */
  readonly merged: readonly Notice[];
  /** Made so far. */
  readonly attempts: number;
}

/** What waits to be sent, and what became of it. */
export interface Outbox {
  /** All that `work` does is durable when this returns, or none of it is done. May throw what a commit throws; all else is called in it. */
  together<T>(work: () => T): T;
  /**
   * Heads of queues that are due, oldest first. Where an attempt of an alert failed, what waits of it for one audience is
   * first merged into the newest.
   * @param busy alerts that are being sent to this receiver now: they are left alone
   * @param wall the time that attempts are counted by
   */
  pending(receiver: string, busy: ReadonlySet<AlertId>, wall: EpochMs, limit: number): readonly Pending[];
  /** When the next head is due that is not busy; null: none waits. */
  nextDue(receiver: string, busy: ReadonlySet<AlertId>): EpochMs | null;
  delivered(message: Pending): void;
  /** On the page: nothing more is said of what wakes nobody. */
  listed(message: Pending): void;
  /** @param nextAt by the wall */
  failed(message: Pending, why: string, nextAt: EpochMs): void;
  /** For good: what comes after it of the same alert is sent. */
  refused(message: Pending, why: string): void;
}
