import type { EpochMs } from '@clearwell/water-quality';

interface SavingJudge<Row, Verdict> {
  fold(row: Row): Verdict;
  save(): Uint8Array;
}

/** A small event-time engine: takes rows in any order, and folds again from what was saved before a late one. */
export class EventTimeFold<Row extends { readonly sampledAt: EpochMs }, Verdict> {
  readonly #begin: (saved?: Uint8Array) => SavingJudge<Row, Verdict>;
  readonly #note: (verdict: Verdict) => void;
  /** In sampling order, each with what was remembered after it. */
  readonly #folded: { readonly row: Row; readonly saved: Uint8Array }[] = [];

  constructor(begin: (saved?: Uint8Array) => SavingJudge<Row, Verdict>, note: (verdict: Verdict) => void) {
    this.#begin = begin;
    this.#note = note;
  }

  take(row: Row): void {
    const later = this.#folded.findIndex(({ row: { sampledAt } }) => sampledAt > row.sampledAt);
    const place = later === -1 ? this.#folded.length : later;
    const again = this.#folded.splice(place).map((one) => one.row);
    const judge = this.#begin(this.#folded.at(-1)?.saved);
    for (const one of [row, ...again]) {
      this.#note(judge.fold(one));
      this.#folded.push({ row: one, saved: judge.save() });
    }
  }

  get newest(): Uint8Array | undefined {
    return this.#folded.at(-1)?.saved;
  }
}
