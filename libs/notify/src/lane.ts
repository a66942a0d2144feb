import { SECOND, type Alert, type AlertId, type BilingualName, type EpochMs } from '@clearwell/water-quality';
import { waitAfter } from './backoff.ts';
import type { Outbox, Pending } from './outbox.ts';
import type { Delivery, Receiver } from './receiver.ts';

/** Knows alerts, and how to speak of them. */
export interface AlertDesk {
  /** As it stands now; null where it is not known any more. */
  current(id: AlertId): Alert | null;
  /** Where, what, how sure and what now, a line each. */
  describe(alert: Alert): BilingualName;
}

export interface LaneParts {
  readonly outbox: Outbox;
  readonly desk: AlertDesk;
  /** The time that attempts are counted by. */
  readonly wall: () => EpochMs;
  /** From 0 to 1. */
  readonly dice: () => number;
  readonly warn: (what: string) => void;
}

/** Until the store is tried again that could not note something. */
const STORE_PATIENCE = 2 * SECOND;
/** A clock that is set does not hold up what waits for longer. */
const LONGEST_SLEEP = 30 * SECOND;

/** The way to one receiver: what is due is sent, one message of an alert at a time, and what becomes of it is noted. */
export class Lane {
  readonly #receiver: Receiver;
  readonly #parts: LaneParts;
  readonly #stopped = new AbortController();
  readonly #busy = new Map<AlertId, Promise<void>>();
  /** What became of messages, to be noted before more is sent. */
  readonly #unnoted = new Map<Pending, Delivery>();
  #soon: NodeJS.Immediate | null = null;
  #timer: NodeJS.Timeout | null = null;
  #lastTrouble: string | null = null;

  constructor(receiver: Receiver, parts: LaneParts) {
    this.#receiver = receiver;
    this.#parts = parts;
  }

  /** Looks what is due in a turn of its own: whoever commits does not wait for it. */
  wake(): void {
    if (this.#stopped.signal.aborted) return;
    this.#soon ??= setImmediate(() => {
      this.#soon = null;
      this.#look();
    });
  }

  /** What is on its way is broken off: it is sent again after the next start. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    if (this.#soon !== null) clearImmediate(this.#soon);
    this.#sleep(null);
    await Promise.all(this.#busy.values());
    try {
      this.#parts.outbox.together(() => {
        this.#noteAll();
      });
    } catch (error) {
      this.#complain(`What was told could not be noted: ${(error as Error).message}`);
    }
  }

  /** Notes what became of messages and takes those that are due, in one transaction; sends them, and sleeps until more is. */
  #look(): void {
    const { outbox, wall } = this.#parts;
    try {
      const { due, next } = outbox.together(() => {
        this.#noteAll();
        const busy = new Set(this.#busy.keys());
        const room = this.#receiver.atOnce - busy.size;
        const taken = room > 0 ? outbox.pending(this.#receiver.name, busy, wall(), room) : [];
        for (const { notice } of taken) busy.add(notice.alert);
        return { due: taken, next: outbox.nextDue(this.#receiver.name, busy) };
      });
      this.#unnoted.clear();
      for (const message of due) this.#busy.set(message.notice.alert, this.#sendAndNote(message));
      // Where there is no room, the next message that is done looks again.
      const hasRoom = this.#busy.size < this.#receiver.atOnce;
      this.#sleep(next === null || !hasRoom ? null : Math.max(0, next - wall()));
    } catch (error) {
      this.#complain(`What is to be told can't be read or noted: ${(error as Error).message}`);
      this.#sleep(STORE_PATIENCE);
    }
  }

  async #sendAndNote(message: Pending): Promise<void> {
    const delivery = await this.#send(message);
    this.#busy.delete(message.notice.alert);
    const isBrokenOff = this.#stopped.signal.aborted && delivery.outcome === 'failed';
    if (!isBrokenOff) this.#unnoted.set(message, delivery);
    this.wake();
  }

  async #send({ notice, merged, attempts }: Pending): Promise<Delivery> {
    const { desk } = this.#parts;
    try {
      const alert = desk.current(notice.alert);
      if (alert === null) return { outcome: 'refused', why: 'no_such_alert' };
      const notifies = [notice, ...merged].some((one) => one.notifies);
      const message = { notice, merged, notifies, alert, text: desk.describe(alert), attempt: attempts + 1 };
      return await this.#receiver.deliver(message, this.#stopped.signal);
    } catch (error) {
      this.#complain(`${this.#receiver.name} failed: ${(error as Error).message}`);
      return { outcome: 'failed', why: 'fault' };
    }
  }

  #noteAll(): void {
    for (const [message, delivery] of this.#unnoted) this.#note(message, delivery);
  }

  #note(message: Pending, delivery: Delivery): void {
    const { outbox, wall, dice } = this.#parts;
    switch (delivery.outcome) {
      case 'delivered':
        outbox.delivered(message);
        this.#lastTrouble = null;
        break;
      case 'listed':
        outbox.listed(message);
        break;
      case 'refused':
        outbox.refused(message, delivery.why);
        this.#complain(`${this.#receiver.name} refused a notice for good: ${delivery.why}`);
        break;
      case 'failed': {
        const wait = Math.max(waitAfter(message.attempts + 1, dice()), delivery.notBefore ?? 0);
        outbox.failed(message, delivery.why, wall() + wait);
        this.#complain(`${this.#receiver.name} can't be reached (${delivery.why}): it is tried again`);
      }
    }
  }

  /** Once for each trouble, and not at every attempt. */
  #complain(what: string): void {
    if (what !== this.#lastTrouble) this.#parts.warn(what);
    this.#lastTrouble = what;
  }

  /** Null: until something wakes it. */
  #sleep(wait: number | null): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (wait === null || this.#stopped.signal.aborted) return;
    this.#timer = setTimeout(
      () => {
        this.#look();
      },
      Math.min(wait, LONGEST_SLEEP),
    );
  }
}
