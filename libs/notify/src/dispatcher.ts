import { Lane, type LaneParts } from './lane.ts';
import type { Receiver } from './receiver.ts';

export type { AlertDesk } from './lane.ts';

export interface DispatcherParts extends LaneParts {
  readonly receivers: readonly Receiver[];
}

/**
 * Sends what waits in the outbox, to each receiver by itself: at least once, in order for each alert, and never within the
 * turn of whoever commits.
 */
export class Dispatcher {
  readonly #lanes: readonly Lane[];

  constructor({ receivers, ...parts }: DispatcherParts) {
    this.#lanes = receivers.map((receiver) => new Lane(receiver, parts));
  }

  start(): void {
    this.wake();
  }

  /** To be called after a commit that added notices. */
  wake(): void {
    for (const lane of this.#lanes) lane.wake();
  }

  /** Settles when nothing is on its way; the outbox is not used after. */
  async stop(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.stop()));
  }
}
