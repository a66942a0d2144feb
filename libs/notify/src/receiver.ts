import type { Alert, BilingualName, Notice } from '@clearwell/water-quality';

/** What a receiver is handed: the notice that is due, and its alert as it stands now. */
export interface Message {
  readonly notice: Notice;
  /** Older notices that this one stands for, oldest first. */
  readonly merged: readonly Notice[];
  /** One of them wakes somebody. */
  readonly notifies: boolean;
  readonly alert: Alert;
  /** Where, what, how sure and what now, in sentences. */
  readonly text: BilingualName;
  /** Counted from 1. */
  readonly attempt: number;
}

/** What a receiver made of it. Only what failed is tried again. */
export type Delivery =
  | { readonly outcome: 'delivered' }
  /** It stands where people may look. */
  | { readonly outcome: 'listed' }
  | { readonly outcome: 'refused'; readonly why: string }
  | {
      readonly outcome: 'failed';
      /** A code, no sentence. */
      readonly why: string;
      /** It asks not to be tried before, ms. */
      readonly notBefore?: number | undefined;
    };

export const DELIVERED: Delivery = { outcome: 'delivered' };
export const LISTED: Delivery = { outcome: 'listed' };

/**
 * Whoever is told: the page, a webhook, later a person's phone. It is handed a message at least once, and knows by
 * `notice.key` one that it was handed before.
 */
export interface Receiver {
  /** Kept in the log; never used for another one. */
  readonly name: string;
  readonly takes: 'all' | 'notifying';
  /** Messages, each of another alert, that may be on their way to it at a time. */
  readonly atOnce: number;
  deliver(message: Message, stopped: AbortSignal): Promise<Delivery>;
}
