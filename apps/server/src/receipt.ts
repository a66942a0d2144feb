import type { ReadingOutcome } from '@clearwell/contracts';
import type { Rejection } from '@clearwell/ingest';
import type { Placement } from '@clearwell/ledger';

/** What became of a reading that was not refused. */
export interface Placed {
  readonly outcome: Placement['outcome'];
  /** It changed what is kept, too far behind the newest of its station to be judged. */
  readonly isBeyond: boolean;
}

/**
 * What became of a message, told to whoever brought it once that is durable. Of readings it holds what the commit knows
 * anyway: most who bring messages, the brokers, never look.
 */
export type Receipt =
  | {
      readonly kind: 'readings';
      /** Of the readings that were not refused, in their order. */
      readonly placed: readonly Placed[];
      readonly rejections: readonly Rejection[];
    }
  | { readonly kind: 'kept' }
  | { readonly kind: 'parked' }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

/** Of a station's status or event. */
export const KEPT: Receipt = { kind: 'kept' };
export const PARKED: Receipt = { kind: 'parked' };

const STORED: Placed = { outcome: 'stored', isBeyond: false };

/** One outcome for each reading of the message, in its order. */
export function outcomesOf({ placed, rejections }: Extract<Receipt, { kind: 'readings' }>): ReadingOutcome[] {
  const refused = new Map(rejections.map((rejection) => [rejection.place, rejection]));
  const rest = placed.values();
  return Array.from({ length: placed.length + rejections.length }, (_, place): ReadingOutcome => {
    const rejection = refused.get(place);
    if (rejection !== undefined) return { outcome: 'rejected', reason: rejection.reason, detail: rejection.detail };
    const { outcome, isBeyond } = rest.next().value ?? STORED;
    return isBeyond ? { outcome, beyond: true } : { outcome };
  });
}

/** What became of a message whose readings were taken in one by one: the places of the parts are those of its batch. */
export function receiptOfParts(parts: readonly Receipt[]): Receipt {
  const [first = KEPT] = parts;
  if (parts.length < 2) return first;
  const rejections = parts.flatMap((part, place) => (part.kind === 'rejected' ? [{ ...part.rejection, place }] : []));
  return {
    kind: 'readings',
    placed: parts.flatMap((part) => (part.kind === 'readings' ? part.placed : [])),
    rejections,
  };
}
