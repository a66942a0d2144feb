import type { EpochMs } from '@clearwell/water-quality';
import { FIRMWARE } from '../station/data-logger.ts';
import type { Link } from '../station/link.ts';
import type { Message } from './steps.ts';

export interface OutboxEvents {
  readonly now: () => EpochMs;
  readonly onAcknowledged: (message: Message) => void;
  readonly onUp: () => void;
  /** The connection is gone, and nobody meant it to be. */
  readonly onLost: () => void;
  readonly say: (sentence: string) => void;
}

/** Messages on the way at most. */
const IN_FLIGHT = 8;

/** What one replayed station has to send, in the order of its file; a message leaves at PUBACK and not before. */
export class Outbox {
  readonly #link: Link;
  readonly #events: OutboxEvents;
  readonly #waiting: Message[] = [];
  /** So many of the first that wait have been sent over this connection. */
  #onTheWay = 0;
  #isToBeCut = false;
  #halted = false;

  constructor(link: Link, events: OutboxEvents) {
    this.#link = link;
    this.#events = events;
  }

  get inFlight(): number {
    return this.#onTheWay;
  }

  /** What it said is acknowledged, and the next message leaves at once; or it is cut off, and nobody waits for it. */
  get isFree(): boolean {
    return this.#link.isHeld || (this.#waiting.length === 0 && this.#link.state === 'up');
  }

  /** The oldest message nobody has acknowledged. */
  get oldest(): Message | undefined {
    return this.#waiting[0];
  }

  connect(delay: number): void {
    const events = {
      onUp: () => this.#up(),
      onDown: () => this.#down(),
      onCommand: () => this.#events.say('is asked for readings by number, and a recorded city has no numbers'),
      onTrouble: this.#events.say,
    };
    this.#link.start(events, delay);
  }

  add(message: Message): void {
    this.#waiting.push(message);
    this.#send();
  }

  /** Pulls the plug as soon as everything from before is acknowledged: in the file it had arrived. */
  cut(): void {
    this.#isToBeCut = true;
    this.#cutIfDone();
  }

  restore(): void {
    this.#isToBeCut = false;
    if (this.#link.isHeld) this.#link.restore();
  }

  /** Sends nothing more; what is on the way may still be acknowledged. */
  halt(): void {
    this.#halted = true;
  }

  disconnect(): Promise<void> {
    return this.#link.stop(this.#status(false));
  }

  #cutIfDone(): void {
    if (this.#isToBeCut && this.#waiting.length === 0 && !this.#link.isHeld) this.#link.cut();
  }

  #up(): void {
    this.#link.publish('status', this.#status(true), () => undefined, true);
    this.#events.onUp();
    this.#send();
  }

  #down(): void {
    this.#onTheWay = 0;
    if (!this.#link.isHeld) this.#events.onLost();
  }

  #send(): void {
    while (!this.#halted && this.#link.state === 'up' && this.#onTheWay < IN_FLIGHT) {
      const message = this.#waiting[this.#onTheWay];
      if (message === undefined) return;
      this.#onTheWay += 1;
      this.#link.publish('readings', message.payload, () => this.#acknowledged(message));
    }
  }

  #acknowledged(message: Message): void {
    this.#onTheWay -= 1;
    this.#waiting.splice(this.#waiting.indexOf(message), 1);
    this.#events.onAcknowledged(message);
    this.#send();
    this.#cutIfDone();
  }

  #status(online: boolean): string {
    return JSON.stringify({ online, at: this.#events.now(), firmware: FIRMWARE });
  }
}
