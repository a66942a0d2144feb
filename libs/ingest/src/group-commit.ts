import type { RawMessage } from './raw-message.ts';

interface Waiting<Receipt> {
  readonly message: RawMessage;
  /** By `performance.now()`: the clock of the messages may run faster. */
  readonly since: number;
  readonly settled: (receipt: Receipt) => void;
  readonly failed: (error: unknown) => void;
}

/** Messages committed together at most, so that a flood still acknowledges as it goes. */
const LARGEST_GROUP = 1_000;

/**
 * Commits together all that arrived in one turn of the event loop: one message when it is quiet, many under load. A
 * message is acknowledged only after its group is durable, with the receipt that the commit gave for it. A group that fails
 * is tried again in halves, so that one message which can't be kept costs few commits and holds up no other; it is asked
 * of each that fails alone whether it is given up.
 */
export class GroupCommit<Receipt> {
  readonly #commit: (group: readonly RawMessage[]) => readonly Receipt[];
  readonly #durable: (waitedMs: number) => void;
  readonly #giveUp: (message: RawMessage, error: unknown) => Receipt | null;
  #waiting: Waiting<Receipt>[] = [];
  #scheduled = false;

  /**
   * @param commit gives one receipt for each message, in their order
   * @param durable hears of each message how long it waited for its commit, in milliseconds
   * @param giveUp gives the receipt of a message that failed alone and is not to be tried again, durably; else null
   */
  constructor(
    commit: (group: readonly RawMessage[]) => readonly Receipt[],
    durable: (waitedMs: number) => void = () => undefined,
    giveUp: (message: RawMessage, error: unknown) => Receipt | null = () => null,
  ) {
    this.#commit = commit;
    this.#durable = durable;
    this.#giveUp = giveUp;
  }

  accept(message: RawMessage): Promise<Receipt> {
    return new Promise((settled, failed) => {
      this.#waiting.push({ message, since: performance.now(), settled, failed });
      this.#schedule();
    });
  }

  /** Commits what waits, at once. */
  flush(): void {
    while (this.#waiting.length > 0) this.#commitGroup(this.#waiting.splice(0, LARGEST_GROUP));
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#commitGroup(this.#waiting.splice(0, LARGEST_GROUP));
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #commitGroup(group: readonly Waiting<Receipt>[]): void {
    if (group.length === 0) return;
    let receipts: readonly Receipt[];
    try {
      receipts = this.#commit(group.map((waiting) => waiting.message));
    } catch (error) {
      const [first, ...others] = group;
      if (first !== undefined && others.length === 0) this.#settleAlone(first, error);
      else this.#commitHalves(group);
      return;
    }
    const now = performance.now();
    group.forEach((waiting, i) => {
      this.#durable(now - waiting.since);
      waiting.settled(receipts[i] as Receipt);
    });
  }

  #settleAlone({ message, settled, failed }: Waiting<Receipt>, why: unknown): void {
    try {
      const receipt = this.#giveUp(message, why);
      if (receipt === null) failed(why);
      else settled(receipt);
    } catch (error) {
      failed(error);
    }
  }

  #commitHalves(group: readonly Waiting<Receipt>[]): void {
    const middle = Math.ceil(group.length / 2);
    this.#commitGroup(group.slice(0, middle));
    this.#commitGroup(group.slice(middle));
  }
}
