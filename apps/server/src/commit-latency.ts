import { MINUTE, SECOND } from '@clearwell/water-quality';
import { Histogram, type Registry } from 'prom-client';

/** Upper bounds in milliseconds; what took longer is in one class more. */
const BOUNDS_MS = [0.5, 1, 2, 3, 5, 7.5, 10, 15, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];
const SLICE_MS = 15 * SECOND;
const SLICES = 20;

/** The span that `recent` looks back over. */
export const RECENT_MINUTES = (SLICES * SLICE_MS) / MINUTE;

export interface RecentLatency {
  readonly messages: number;
  /** Null when nothing came. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

const empty = (): Uint32Array => new Uint32Array(BOUNDS_MS.length + 1);

/** How long messages waited from their arrival until they were durable, in classes: in the last minutes, and in all. */
export class CommitLatency {
  readonly #total = new Float64Array(BOUNDS_MS.length + 1);
  #sumMs = 0;
  /** The newest last; `from` is the number of its stretch of time. */
  #slices: { readonly from: number; readonly counts: Uint32Array }[] = [];

  /** On the path of every message: two additions and a search of a short list. */
  note(waitedMs: number, nowMs: number): void {
    const bound = BOUNDS_MS.findIndex((limit) => waitedMs <= limit);
    const place = bound === -1 ? BOUNDS_MS.length : bound;
    this.#total[place] = (this.#total[place] ?? 0) + 1;
    this.#sumMs += waitedMs;
    const { counts } = this.#sliceAt(nowMs);
    counts[place] = (counts[place] ?? 0) + 1;
  }

  /** Of the messages of the last minutes; a percentile is true to the width of its class. */
  recent(nowMs: number): RecentLatency {
    const first = Math.floor(nowMs / SLICE_MS) - SLICES + 1;
    const counts = empty();
    for (const slice of this.#slices) {
      if (slice.from >= first) slice.counts.forEach((n, place) => (counts[place] = (counts[place] ?? 0) + n));
    }
    const messages = counts.reduce((sum, n) => sum + n, 0);
    return { messages, p50Ms: percentile(counts, messages, 0.5), p99Ms: percentile(counts, messages, 0.99) };
  }

  /** Since the server started, as Prometheus wants it: how many took at most so long. */
  total(): { readonly sumMs: number; readonly classes: readonly { readonly upToMs: number; readonly n: number }[] } {
    let n = 0;
    const bounds = [...BOUNDS_MS, Infinity];
    return { sumMs: this.#sumMs, classes: bounds.map((upToMs, i) => ({ upToMs, n: (n += this.#total[i] ?? 0) })) };
  }

  #sliceAt(nowMs: number) {
    const from = Math.floor(nowMs / SLICE_MS);
    const newest = this.#slices.at(-1);
    if (newest?.from === from) return newest;
    const slice = { from, counts: empty() };
    this.#slices = [...this.#slices.slice(1 - SLICES), slice];
    return slice;
  }
}

/** Within its class by proportion; what lies beyond the last bound is said as that bound. */
function percentile(counts: Uint32Array, messages: number, part: number): number | null {
  if (messages === 0) return null;
  const wanted = part * messages;
  let below = 0;
  for (const [place, n] of counts.entries()) {
    const upper = BOUNDS_MS[place];
    if (upper === undefined) break;
    const lower = BOUNDS_MS[place - 1] ?? 0;
    if (below + n >= wanted) return lower + ((wanted - below) / n) * (upper - lower);
    below += n;
  }
  return BOUNDS_MS.at(-1) ?? null;
}

const NAME = 'clearwell_commit_seconds';
const HELP = 'From the arrival of a message until what it holds is durable and it may be acknowledged';

/** Read from the counts when Prometheus asks: the path of a message knows nothing of it. */
class CommitSeconds extends Histogram<'le'> {
  readonly #latency: CommitLatency;

  constructor(latency: CommitLatency, registry: Registry) {
    super({ name: NAME, help: HELP, registers: [registry] });
    this.#latency = latency;
  }

  /** What the registry asks a histogram for. */
  getForPromString() {
    const { sumMs, classes } = this.#latency.total();
    const bucket = ({ upToMs, n }: (typeof classes)[number]) => ({
      metricName: `${NAME}_bucket`,
      labels: { le: upToMs === Infinity ? '+Inf' : upToMs / SECOND },
      value: n,
    });
    const sum = { metricName: `${NAME}_sum`, labels: {}, value: sumMs / SECOND };
    const count = { metricName: `${NAME}_count`, labels: {}, value: classes.at(-1)?.n ?? 0 };
    const values = [...classes.map(bucket), sum, count];
    return Promise.resolve({ name: NAME, help: HELP, type: 'histogram', aggregator: 'sum', values });
  }
}

export function addCommitLatency(registry: Registry, latency: CommitLatency): void {
  new CommitSeconds(latency, registry);
}
