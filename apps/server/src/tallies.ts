import { REJECTIONS, type Outcomes, type RejectionReason } from '@clearwell/contracts';
import { OUTCOMES, SECOND, type Outcome } from '@clearwell/water-quality';

/** How late readings came, in seconds from sampling to arrival: each counts in the first of these that holds it. */
export const LATE_WITHIN = [600, 3_600, 21_600, 86_400, 604_800, 2_592_000, Infinity] as const;

type Name =
  | Outcome
  | `rejected.${RejectionReason}`
  | 'ahead'
  | 'beyond'
  | 'late'
  | `late.${(typeof LATE_WITHIN)[number]}`
  | 'late_seconds'
  | 'rewinds'
  | 'refolded';

/** Counts what became of the readings, from the first start of the ledger on. */
export class Tallies {
  readonly #totals: Map<string, number>;

  constructor(kept: ReadonlyMap<string, number>) {
    this.#totals = new Map(kept);
  }

  total(name: Name): number {
    return this.#totals.get(name) ?? 0;
  }

  /** Adds what was committed. */
  add(counts: ReadonlyMap<string, number>): void {
    for (const [name, n] of counts) this.#totals.set(name, (this.#totals.get(name) ?? 0) + n);
  }

  outcomes(): Pick<Outcomes, 'readings' | 'rejected' | 'ahead' | 'late' | 'lateMeanMs' | 'rewinds' | 'beyond'> {
    const readings = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, this.total(outcome)]));
    const rejected = Object.fromEntries(REJECTIONS.map((reason) => [reason, this.total(`rejected.${reason}`)]));
    return {
      readings: readings as Outcomes['readings'],
      rejected: rejected as Outcomes['rejected'],
      ahead: this.total('ahead'),
      late: this.total('late'),
      lateMeanMs: this.total('late') === 0 ? null : (this.total('late_seconds') * SECOND) / this.total('late'),
      rewinds: { times: this.total('rewinds'), readings: this.total('refolded') },
      beyond: this.total('beyond'),
    };
  }
}

/** The counts of one commit, on their way into the ledger. */
export class Tally {
  readonly counts = new Map<string, number>();

  count(name: Name, n = 1): void {
    if (n > 0) this.counts.set(name, (this.counts.get(name) ?? 0) + n);
  }

  /** @param lateness from sampling to arrival, ms */
  countLate(lateness: number): void {
    const seconds = Math.max(0, Math.round(lateness / 1_000));
    this.count(`late.${LATE_WITHIN.find((within) => seconds <= within) ?? Infinity}`);
    this.count('late_seconds', seconds);
  }
}
