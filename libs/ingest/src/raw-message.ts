import type { EpochMs } from '@clearwell/water-quality';

/** A message as a broker gave it. */
export interface RawMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly receivedAt: EpochMs;
  /** The account that sent it; null or absent: any station may be meant (no account, or a broker elsewhere has checked). */
  readonly account?: string | null;
}

/** Takes a message in; settles when the message may be acknowledged, and fails when it must not be. A broker needs no receipt. */
export type Deliver = (topic: string, payload: Uint8Array, account?: string | null) => Promise<unknown>;

/** Where messages come from: the broker in this process, or one elsewhere. */
export interface MessageSource {
  start(): Promise<void>;
  /** Publishes, QoS 1; settles when the broker has it. */
  publish(topic: string, payload: string): Promise<void>;
  /** Takes no more messages in; what was delivered is settled first. */
  stop(): Promise<void>;
}
