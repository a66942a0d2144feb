import type { AlertId } from './alert.ts';
import type { Audience } from './alert-notice.ts';
import type { EpochMs } from './brand.ts';

/** What became of a notice on its way to a receiver, or why it never set out. */
export const DELIVERY_OUTCOMES = [
  'delivered',
  /** On the page, in the list of whoever opens it: nobody says whether one is open. */
  'listed',
  /** To be tried again. */
  'failed',
  /** By the receiver, for good. */
  'refused',
  /** A later notice of the same alert was sent in its place. */
  'merged',
  /** Its receiver is no longer there. */
  'dropped',
  /** Somebody was not told, and `why` says why. */
  'held_back',
  /** It wakes nobody by its nature. */
  'only_shown',
] as const;
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];

/** One line of what was sent, and of what was not; only ever added. */
export interface DeliveryLine {
  /** By the server's clock. */
  readonly at: EpochMs;
  /** `Notice.key` */
  readonly notice: string;
  readonly alert: AlertId;
  readonly audience: Audience;
  /** Null: of what was sent to nobody. */
  readonly receiver: string | null;
  readonly outcome: DeliveryOutcome;
  /** Counted from 1; null where nothing was sent. */
  readonly attempt: number | null;
  /** A `HoldCode`, a code such as `http_503` or `timeout`, or of what was merged the key of what was sent. */
  readonly why: string | null;
}
