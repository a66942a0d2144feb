import type { EpochMs } from '@clearwell/water-quality';
import type { Clock } from './clock.ts';

interface Task {
  readonly at: EpochMs;
  readonly run: () => void;
}

/** A computer that slept, or whose clock was set, is noticed after this long at the latest. */
const LONGEST_WAIT = 5_000;
/** Tasks in one go, so that acknowledgements are heard in between. */
const PER_TURN = 200;

/** Runs tasks at instants of the simulated clock: one timer and a heap, whether for one station or for 10,000. */
export class Scheduler {
  readonly #clock: Clock;
  readonly #heap: Task[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(): void {
    this.#running = true;
    this.#arm();
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  at(at: EpochMs, run: () => void): void {
    const first = this.#heap[0]?.at ?? Infinity;
    push(this.#heap, { at, run });
    if (at < first) this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const next = this.#heap[0];
    if (!this.#running || next === undefined) return;
    const wait = Math.min(LONGEST_WAIT, Math.max(0, Math.ceil(this.#clock.wallUntil(next.at))));
    this.#timer = setTimeout(() => this.#runDue(), wait);
  }

  #runDue(): void {
    const now = this.#clock.now();
    for (let count = 0; count < PER_TURN && (this.#heap[0]?.at ?? Infinity) <= now; count += 1) pop(this.#heap)?.run();
    this.#arm();
  }
}

function push(heap: Task[], task: Task): void {
  let place = heap.length;
  while (place > 0) {
    const above = (place - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || parent.at <= task.at) break;
    heap[place] = parent;
    place = above;
  }
  heap[place] = task;
}

function pop(heap: Task[]): Task | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let place = 0;
  for (;;) {
    const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
    const below = right !== undefined && left !== undefined && right.at < left.at ? right : left;
    if (below === undefined || below.at >= last.at) break;
    heap[place] = below;
    place = 2 * place + (below === right ? 2 : 1);
  }
  heap[place] = last;
  return first;
}
