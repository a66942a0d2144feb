import type { EpochMs, Link, Network } from '@clearwell/water-quality';

/** What is kept of how water flows. */
export interface NetworkStore {
  /** In the order of recording. */
  all(): readonly Network[];
  add(network: Network): void;
}

const NO_LINKS: readonly Link[] = [];

/** How water flows between the stations, and flowed before. */
export class Networks {
  readonly #store: NetworkStore;
  #recorded: readonly Network[] = [];

  constructor(store: NetworkStore) {
    this.#store = store;
    this.restore();
  }

  /** Takes up what the store holds: also after a transaction that was rolled back. */
  restore(): void {
    this.#recorded = this.#store.all();
  }

  /** The network of an instant; none before the first. Of one instant, what was recorded last counts. */
  at(at: EpochMs): Network | undefined {
    let found: Network | undefined;
    for (const network of this.#recorded) {
      if (network.from <= at && network.from >= (found?.from ?? -Infinity)) found = network;
    }
    return found;
  }

  linksAt(at: EpochMs): readonly Link[] {
    return this.at(at)?.links ?? NO_LINKS;
  }

  record(network: Network): void {
    this.#store.add(network);
    this.#recorded = [...this.#recorded, network];
  }
}
