// A thread of `ThreadedHistory`: opens one store and answers questions about it, several at once, chunk by chunk.
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
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
import { InfluxHistory } from './influx-history.ts';
import { SqliteHistory } from './sqlite-history.ts';
import type { Answer, Question, StorePlace } from './threaded-history.ts';

const place = workerData as StorePlace;
const history: History = place.kind === 'sqlite' ? new SqliteHistory(place.path) : new InfluxHistory(place.settings);

parentPort?.on('message', (question: Question) => void answer(question));

async function answer(question: Question): Promise<void> {
  const demand = new Demand(question.port);
  const tell = (answer: Answer, buffers: ArrayBuffer[] = []): void => {
    question.port.postMessage(answer, buffers);
  };
  try {
    for await (const chunk of chunksFor(question)) {
      if (!(await demand.next())) return;
      tell({ chunk }, buffersOf(chunk));
    }
    tell('end');
  } catch (error) {
    tell({ failure: error instanceof Error ? error : new Error(String(error)) });
  } finally {
    // What was told is still delivered.
    question.port.close();
  }
}

type Chunk = RangeChunk | AggregateChunk | SweepChunk | readonly LatestReading[];

function chunksFor({ ask, query }: Question): AsyncIterable<Chunk> {
  switch (ask) {
    case 'range':
      return history.range(query as RangeQuery);
    case 'aggregate':
      return history.aggregate(query as AggregateQuery);
    case 'sweep':
      return history.sweep(query as SweepQuery);
    case 'latest':
      return once(history.latest(query as LatestQuery));
  }
}

async function* once<T>(answer: Promise<T>): AsyncGenerator<T> {
  yield await answer;
}

/** The buffers of all columns in a chunk: they are handed over, not copied. */
function buffersOf(part: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(part)) return [part.buffer as ArrayBuffer];
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(buffersOf) : [];
}

/** Counts how many chunks were asked for and not yet given. */
class Demand {
  #asked = 0;
  #isOver = false;
  #wake: () => void = () => undefined;

  constructor(port: MessagePort) {
    port.on('message', () => {
      this.#asked += 1;
      this.#wake();
    });
    port.on('close', () => {
      this.#isOver = true;
      this.#wake();
    });
  }

  /** Waits until one more chunk is asked for; false when nobody takes any more. */
  async next(): Promise<boolean> {
    while (this.#asked === 0 && !this.#isOver) {
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
    this.#asked -= 1;
    return !this.#isOver;
  }
}
