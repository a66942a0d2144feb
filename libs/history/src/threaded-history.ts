import { availableParallelism } from 'node:os';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type {
  AggregateChunk,
  AggregateQuery,
  History,
  LatestQuery,
  LatestReading,
  RangeChunk,
  RangeQuery,
  SweepChunk,
  SweepQuery,
} from './history.ts';
import type { InfluxSettings } from './influx-schema.ts';

/** Which store a thread opens. */
export type StorePlace =
  { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'influx'; readonly settings: InfluxSettings };

/** What a thread is asked, and the port on which it answers: a chunk for each `more`, until the port is closed. */
export interface Question {
  readonly ask: 'range' | 'aggregate' | 'latest' | 'sweep';
  readonly query: unknown;
  readonly port: MessagePort;
}

export type Answer = { readonly chunk: unknown } | { readonly failure: Error } | 'end';

/** The worker's file stands beside this one, here as in the bundle. */
const FILE = new URL(`./history-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

const THREADS = Math.max(1, Math.min(4, availableParallelism() - 1));

/** A store whose queries run in threads of their own: this thread only passes on chunks that are ready. */
export class ThreadedHistory implements History {
  readonly #place: StorePlace;
  readonly #threads: Thread[] = [];

  /** Threads are started when they are first needed. */
  constructor(place: StorePlace) {
    this.#place = place;
  }

  range(query: RangeQuery): AsyncGenerator<RangeChunk> {
    return this.#ask<RangeChunk>('range', query);
  }

  aggregate(query: AggregateQuery): AsyncGenerator<AggregateChunk> {
    return this.#ask<AggregateChunk>('aggregate', query);
  }

  sweep(query: SweepQuery): AsyncGenerator<SweepChunk> {
    return this.#ask<SweepChunk>('sweep', query);
  }

  async latest(query: LatestQuery): Promise<readonly LatestReading[]> {
    const all: LatestReading[] = [];
    for await (const some of this.#ask<readonly LatestReading[]>('latest', query)) all.push(...some);
    return all;
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map(({ worker }) => worker.terminate()));
  }

  async *#ask<Chunk>(ask: Question['ask'], query: unknown): AsyncGenerator<Chunk> {
    const thread = this.#leastBusy();
    const { port1: port, port2 } = new MessageChannel();
    const answers = new Answers(port);
    thread.asked += 1;
    thread.worker.postMessage({ ask, query, port: port2 } satisfies Question, [port2]);
    try {
      for (;;) {
        const answer = await answers.next();
        if (answer === 'end') return;
        if ('failure' in answer) throw answer.failure;
        yield answer.chunk as Chunk;
      }
    } finally {
      thread.asked -= 1;
      port.close();
    }
  }

  #leastBusy(): Thread {
    const [idlest] = this.#threads.toSorted((a, b) => a.asked - b.asked);
    if (idlest !== undefined && (idlest.asked === 0 || this.#threads.length >= THREADS)) return idlest;
    const thread: Thread = { worker: new Worker(FILE, { workerData: this.#place }), asked: 0 };
    this.#threads.push(thread);
    // Its end closes the ports of its questions, and they fail; the next question starts another.
    thread.worker
      .once('error', () => undefined)
      .once('exit', () => {
        const at = this.#threads.indexOf(thread);
        if (at >= 0) this.#threads.splice(at, 1);
      });
    return thread;
  }
}

interface Thread {
  readonly worker: Worker;
  asked: number;
}

/** The other end of a question's port. */
class Answers {
  readonly #port: MessagePort;
  #take: (answer: Answer) => void = () => undefined;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (answer: Answer) => {
      this.#take(answer);
    });
    port.on('close', () => {
      this.#take({ failure: new Error('The thread that answered this question has ended') });
    });
  }

  next(): Promise<Answer> {
    return new Promise((resolve) => {
      this.#take = resolve;
      this.#port.postMessage('more');
    });
  }
}
