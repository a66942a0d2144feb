import { parseTopic } from '@clearwell/contracts';
import { RepeatedFailures, splitMessage, type RawMessage, type Rejection } from '@clearwell/ingest';
import { StoreFault } from '@clearwell/ledger';
import { receiptOfParts, type Receipt } from './receipt.ts';

export interface LastResortParts {
  /** Takes a message in, durably, or throws. */
  readonly keep: (message: RawMessage) => Receipt;
  /** Notes it among the rejections, durably, or throws. */
  readonly reject: (rejection: Rejection) => Receipt;
  readonly warn: (what: string) => void;
}

/** What becomes of messages that can't be kept though the store is well: none may wait for ever, and none be lost. */
export class LastResort {
  readonly #parts: LastResortParts;
  readonly #failures = new RepeatedFailures();

  constructor(parts: LastResortParts) {
    this.#parts = parts;
  }

  /**
   * A message that failed alone is tried again, for which this gives null. In the end what can be kept of it is kept,
   * and the rest noted as it came, and counted: that is its receipt.
   * @throws StoreFault when the store failed meanwhile; it is to be tried again
   */
  giveUp(message: RawMessage, error: unknown): Receipt | null {
    if (error instanceof StoreFault) return null;
    const tried = this.#failures.note(message);
    const what = `A message on ${message.topic} can't be kept`;
    if (tried === 'new') this.#parts.warn(`${what}, and is tried again: ${wordsOf(error)}`);
    if (tried !== 'due') return null;
    const parts = splitMessage(message);
    const receipt = receiptOfParts(
      parts.map((part, place) => this.#keepOrReject(part, parts.length > 1 ? place : null)),
    );
    this.#parts.warn(`${what}, and is given up; it is among the rejections: ${wordsOf(error)}`);
    return receipt;
  }

  #keepOrReject(part: RawMessage, place: number | null): Receipt {
    try {
      return this.#parts.keep(part);
    } catch (error) {
      if (error instanceof StoreFault) throw error;
      const { receivedAt, topic, payload: raw } = part;
      const station = parseTopic(topic)?.station ?? null;
      const detail = `It failed again and again: ${wordsOf(error)}`;
      return this.#parts.reject({ receivedAt, topic, station, reason: 'unkeepable', detail, place, raw });
    }
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
