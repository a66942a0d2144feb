import { OUTCOMES, type Outcome } from '@clearwell/water-quality';
import type { Run } from './journal.ts';

/** Rows shown of each kind. */
const SHOWN = 5;

/** How many rows came to what, and the first of those that are worth a look. */
export class Summary {
  readonly #counts = new Map<Outcome, number>();
  readonly #reasons = new Map<string, number>();
  readonly #shown = new Map<string, Run[]>();
  #noted = 0;
  #beyond = 0;

  add(run: Run): void {
    const { outcome, reason, rows, detail, beyond } = run;
    if (beyond === true) this.#beyond += rows;
    this.#counts.set(outcome, this.count(outcome) + rows);
    if (reason !== undefined) this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + rows);
    if (outcome === 'stored' && detail !== undefined) this.#noted += rows;
    if (outcome === 'stored' && detail === undefined) return;
    const kind = reason ?? outcome;
    const shown = this.#shown.get(kind) ?? [];
    if (shown.length < SHOWN) this.#shown.set(kind, [...shown, run]);
  }

  count(outcome: Outcome): number {
    return this.#counts.get(outcome) ?? 0;
  }

  get read(): number {
    return [...this.#counts.values()].reduce((sum, n) => sum + n, 0);
  }

  /** As data, for the report. */
  counts(): Readonly<Record<string, number | Record<string, number>>> {
    return {
      read: this.read,
      ...Object.fromEntries(OUTCOMES.filter((outcome) => outcome !== 'parked').map((name) => [name, this.count(name)])),
      beyond: this.#beyond,
      reasons: Object.fromEntries(this.#reasons),
    };
  }

  /** One line for the way. */
  brief(): string {
    const parts = OUTCOMES.filter((outcome) => this.count(outcome) > 0).map(
      (outcome) => `${words(this.count(outcome))} ${outcome}`,
    );
    return [`${words(this.read)} rows`, ...parts].join(', ');
  }

  /** Lines for the end. */
  lines(): string[] {
    const counted = OUTCOMES.filter((outcome) => outcome !== 'parked').map(
      (outcome) => `${words(this.count(outcome))} ${outcome}`,
    );
    const lines = [`${words(this.read)} rows read: ${counted.join(', ')}`];
    if (this.#beyond > 0)
      lines.push(
        `  ${words(this.#beyond)} of them beyond the horizon: kept and shown, not judged (docs/IMPORT.md, "What is judged")`,
      );
    for (const [kind, runs] of this.#shown) {
      const all = this.#reasons.get(kind) ?? (kind === 'stored' ? this.#noted : this.count(kind as Outcome));
      lines.push(`  ${kind}: ${words(all)}`, ...runs.map(inLine));
      if (all > runs.reduce((sum, { rows }) => sum + rows, 0)) lines.push('    …');
    }
    return lines;
  }
}

const words = (n: number): string => n.toLocaleString('en');

const inLine = ({ from, to, detail }: Run): string =>
  `    line ${from === to ? String(from) : `${from} to ${to}`}${detail === undefined ? '' : `: ${detail}`}`;
