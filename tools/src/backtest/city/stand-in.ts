// Stands in for the event judge until that is here.
import type { Channel, EpochMs } from '@clearwell/water-quality';

const KEPT = 144;
const FLOOR: Record<string, number> = { free_chlorine: 0.02, turbidity: 0.01, ph: 0.02, conductivity: 2, orp: 5, uv254: 0.03 };

export interface StandInVerdict {
  score: number;
  isAlert: boolean;
  readonly sizes: Float64Array;
}

export class StandInJudge {
  readonly #channels: readonly Channel[];
  readonly #rows: Float64Array[];
  readonly #last: Float64Array;
  readonly verdict: StandInVerdict;

  constructor(channels: readonly Channel[], saved?: Uint8Array) {
    this.#channels = channels;
    const memory = saved === undefined ? null : (JSON.parse(new TextDecoder().decode(saved)) as { rows: (number | null)[][]; last: number[] });
    this.#rows = memory?.rows.map((row) => Float64Array.from(row, (v) => v ?? NaN)) ?? [];
    this.#last = Float64Array.from(memory?.last ?? channels.map(() => 0));
    this.verdict = { score: 0, isAlert: false, sizes: new Float64Array(channels.length) };
  }

  fold(row: { sampledAt: EpochMs; values: Float64Array; votes: Uint8Array }): StandInVerdict {
    let score = 0;
    this.#channels.forEach((channel, c) => {
      this.verdict.sizes[c] = 0;
      const floor = FLOOR[channel.parameter];
      const x = row.values[c] ?? NaN;
      if (floor === undefined || Number.isNaN(x)) return;
      const past = this.#rows.map((r) => r[c] ?? NaN).filter((v) => !Number.isNaN(v)).sort((a, b) => a - b);
      if (past.length < 72) return;
      const med = past[past.length >> 1] ?? 0;
      const dev = past.map((v) => Math.abs(v - med)).sort((a, b) => a - b);
      const z = (x - med) / Math.max(1.4826 * (dev[dev.length >> 1] ?? 0), floor);
      const before = this.#last[c] ?? 0;
      this.#last[c] = z;
      const both = z * before > 0 ? Math.min(Math.abs(z), Math.abs(before)) : 0;
      this.verdict.sizes[c] = Math.sign(z) * both / 4 * (row.votes[c] ?? 0);
      score = Math.max(score, Math.abs(this.verdict.sizes[c] ?? 0));
    });
    this.#rows.push(row.values.slice());
    if (this.#rows.length > KEPT) this.#rows.shift();
    this.verdict.score = score;
    this.verdict.isAlert = score >= 3;
    return this.verdict;
  }

  save(): Uint8Array {
    return new TextEncoder().encode(JSON.stringify({ rows: this.#rows.map((r) => [...r]), last: [...this.#last] }));
  }
}
