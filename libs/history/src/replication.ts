import { Worker } from 'node:worker_threads';
import type { InfluxSettings } from './influx-schema.ts';
import type { Progress } from './replicator.ts';

/** What the replication's thread is given. */
export interface ReplicationTask {
  readonly ledgerFile: string;
  readonly influx: InfluxSettings;
}

/** What the thread tells. `aim` and `confirm` are answered when they are durable. */
export type ReplicationNews =
  | { readonly kind: 'aim'; readonly target: string }
  | { readonly kind: 'confirm'; readonly progress: Progress }
  /** Readings the backfill has before it. */
  | { readonly kind: 'backfill'; readonly remaining: number }
  /** Whether the store takes what it is given, and if not, why. */
  | { readonly kind: 'state'; readonly trouble: string | null };

/** `done`, or why it could not be kept. */
export interface ReplicationReply {
  readonly failure: string | null;
}

/** What the ledger keeps of the replication. */
export interface ReplicationLedger {
  aim(target: string): void;
  confirm(progress: Progress): void;
}

/** The worker's file stands beside this one, here as in the bundle. */
const FILE = new URL(`./replication-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/**
 * Replicates the ledger to InfluxDB in a thread of its own: reading, shaping and sending are done there, and this thread
 * only keeps what was confirmed, since it alone writes to the ledger.
 */
export class Replication {
  readonly #task: ReplicationTask;
  readonly #ledger: ReplicationLedger;
  readonly #log: { info(what: string): void; error(what: string): void };
  #worker: Worker | null = null;
  #trouble: string | null = null;
  #isKnown = false;
  #backfill: number | null = null;

  constructor(
    task: ReplicationTask,
    ledger: ReplicationLedger,
    log: { info(what: string): void; error(what: string): void },
  ) {
    this.#task = task;
    this.#ledger = ledger;
    this.#log = log;
  }

  start(): void {
    const worker = new Worker(FILE, { workerData: this.#task });
    this.#worker = worker;
    worker.on('message', (news: ReplicationNews) => {
      this.#hear(worker, news);
    });
    worker.on('error', (error: Error) => {
      this.#change(`the replication failed: ${error.message}`);
    });
  }

  /** May be done at any moment: what was not confirmed is written again. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  /** Why the store takes nothing; null while it does. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** Whether the store has taken something since the start and still does. */
  get isWorking(): boolean {
    return this.#isKnown && this.#trouble === null;
  }

  /** Readings that were there before the replication began, and are still to be copied; null while it is not known. */
  get backfill(): number | null {
    return this.#backfill;
  }

  #hear(worker: Worker, news: ReplicationNews): void {
    if (worker !== this.#worker) return;
    switch (news.kind) {
      case 'state':
        this.#change(news.trouble);
        return;
      case 'backfill':
        this.#backfill = news.remaining;
        return;
      case 'aim':
        worker.postMessage(this.#keep(() => this.#ledger.aim(news.target)));
        return;
      case 'confirm':
        worker.postMessage(this.#keep(() => this.#ledger.confirm(news.progress)));
        this.#backfill = Math.max(0, (this.#backfill ?? 0) - news.progress.backfilled);
    }
  }

  #keep(work: () => void): ReplicationReply {
    try {
      work();
      return { failure: null };
    } catch (error) {
      return { failure: error instanceof Error ? error.message : String(error) };
    }
  }

  /** One line for each change. */
  #change(trouble: string | null): void {
    const isNews = !this.#isKnown || trouble !== this.#trouble;
    this.#isKnown = true;
    this.#trouble = trouble;
    if (!isNews) return;
    const { url } = this.#task.influx;
    if (trouble === null) this.#log.info(`InfluxDB at ${url} takes readings`);
    else this.#log.error(`InfluxDB at ${url} takes no readings, the ledger holds them until it does: ${trouble}`);
  }
}
