import type { Station, StationId } from '@clearwell/water-quality';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Arrival, Learned } from './judging.ts';

const BATCH = 500;
/** A thread that is this many batches behind is waited for. */
const AHEAD = 4;

interface Thread {
  readonly worker: Worker;
  batch: Arrival[];
  waiting: number;
}

/** Judges stations in threads: they know nothing of each other until what they learned is put together. */
export class JudgingThreads {
  readonly #threads: readonly Thread[];
  readonly #threadOf = new Map<StationId, Thread>();
  readonly #learned: Learned[] = [];

  constructor(stations: readonly Station[], budget: number, count: number) {
    const shares = Array.from({ length: count }, (_, i) => stations.filter((_station, place) => place % count === i));
    this.#threads = shares.filter((share) => share.length > 0).map((share) => this.#start(share, budget));
  }

  async judge(arrival: Arrival): Promise<void> {
    const thread = this.#threadOf.get(arrival.station);
    if (thread === undefined) return;
    thread.batch.push(arrival);
    if (thread.batch.length < BATCH) return;
    this.#send(thread);
    await this.#waitFor(thread, AHEAD);
  }

  /** All that was learned, in the order of arrival. The threads are gone afterwards. */
  async finish(): Promise<readonly Learned[]> {
    try {
      for (const thread of this.#threads) {
        this.#send(thread);
        await this.#waitFor(thread, 0);
      }
    } finally {
      await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
    }
    return this.#learned.sort((a, b) => a.place - b.place);
  }

  #start(stations: readonly Station[], budget: number): Thread {
    const worker = new Worker(new URL('./judging-worker.ts', import.meta.url), { workerData: { stations, budget } });
    const thread: Thread = { worker, batch: [], waiting: 0 };
    worker.on('message', (learned: readonly Learned[]) => {
      thread.waiting--;
      this.#learned.push(...learned);
    });
    for (const { id } of stations) this.#threadOf.set(id, thread);
    return thread;
  }

  #send(thread: Thread): void {
    if (thread.batch.length === 0) return;
    thread.worker.postMessage(thread.batch);
    thread.waiting++;
    thread.batch = [];
  }

  async #waitFor(thread: Thread, most: number): Promise<void> {
    // `once` throws what a thread that fails says.
    while (thread.waiting > most) await once(thread.worker, 'message');
  }
}
