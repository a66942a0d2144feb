import { REJECTIONS, type Outcomes, type RejectionReason } from '@clearwell/contracts';
import { OUTCOMES, type Outcome } from '@clearwell/water-quality';

type Name = Outcome | `rejected.${RejectionReason}` | 'ahead' | 'late';

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

  outcomes(): Pick<Outcomes, 'readings' | 'rejected' | 'ahead' | 'late'> {
    const readings = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, this.total(outcome)]));
    const rejected = Object.fromEntries(REJECTIONS.map((reason) => [reason, this.total(`rejected.${reason}`)]));
    return {
      readings: readings as Outcomes['readings'],
      rejected: rejected as Outcomes['rejected'],
      ahead: this.total('ahead'),
      late: this.total('late'),
    };
  }
}

/** The counts of one commit, on their way into the ledger. */
export class Tally {
  readonly counts = new Map<string, number>();

  count(name: Name, n = 1): void {
    if (n > 0) this.counts.set(name, (this.counts.get(name) ?? 0) + n);
  }
}
