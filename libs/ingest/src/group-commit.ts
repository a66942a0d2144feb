import type { RawMessage } from './raw-message.ts';

interface Waiting {
  readonly message: RawMessage;
  readonly settled: () => void;
  readonly failed: (error: unknown) => void;
}

/** Messages committed together at most, so that a flood still acknowledges as it goes. */
const LARGEST_GROUP = 1_000;

/**
 * Commits together all that arrived in one turn of the event loop: one message when it is quiet, many under load. A
 * message is acknowledged only after its group is durable; when a group fails, each message is tried by itself.
 */
export class GroupCommit {
  readonly #commit: (group: readonly RawMessage[]) => void;
  #waiting: Waiting[] = [];
  #scheduled = false;

  constructor(commit: (group: readonly RawMessage[]) => void) {
    this.#commit = commit;
  }

  accept(message: RawMessage): Promise<void> {
    return new Promise((settled, failed) => {
      this.#waiting.push({ message, settled, failed });
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

  #commitGroup(group: readonly Waiting[]): void {
    if (group.length === 0) return;
    try {
      this.#commit(group.map((waiting) => waiting.message));
    } catch (error) {
      if (group.length === 1) group[0]?.failed(error);
      else for (const waiting of group) this.#commitGroup([waiting]);
      return;
    }
    for (const waiting of group) waiting.settled();
  }
}
