import { ALERT_POLICY, AlertBook, takeEntry, type AlertPolicy, type Outcome } from '@clearwell/alerts';
import type { AlertTable } from '@clearwell/ledger';
import type { AlertChange, AlertLogEntry, EpochMs, Notice } from '@clearwell/water-quality';

/** Where notices wait to be sent, in the transaction they arise in. */
export interface NoticeOutbox {
  add(notices: readonly Notice[]): void;
}

export interface KeeperParts {
  readonly table: Pick<AlertTable, 'open' | 'keep'>;
  /** Null: nobody is notified. */
  readonly outbox: NoticeOutbox | null;
  readonly policy?: Partial<AlertPolicy>;
}

/**
 * The alerts of one server. Entries are taken in on a fork of its book, within a transaction of the ledger; the fork is
 * adopted after the commit, or forgotten, so that the book never says what the ledger does not.
 */
export class AlertKeeper {
  readonly #parts: KeeperParts;
  readonly #policy: AlertPolicy;
  #book: AlertBook;
  #fork: AlertBook | null = null;
  #changes: AlertChange[] = [];

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    this.#policy = { ...ALERT_POLICY, ...parts.policy };
    this.#book = AlertBook.open({}, this.#policy);
  }

  /** Goes on from what the ledger keeps. */
  restore(now: EpochMs): void {
    this.forget();
    this.#book = AlertBook.open(this.#parts.table.open(now - this.#policy.remembered), this.#policy);
  }

  /** As it stands after the newest commit. */
  get book(): AlertBook {
    return this.#book;
  }

  /** As it stands within the transaction that goes on; else as `book`. */
  get draft(): AlertBook {
    return this.#fork ?? this.#book;
  }

  /**
   * Takes entries in, in order, keeps what they change and hands on whom it concerns. Within a transaction of the ledger,
   * as often as there is something; `adopt` or `forget` follows it.
   */
  take(entries: readonly AlertLogEntry[]): readonly Outcome[] {
    const fork = (this.#fork ??= this.#book.fork());
    return entries.map((entry) => {
      const outcome = takeEntry(fork, entry);
      this.#parts.table.keep(outcome.changes);
      if (outcome.notices.length > 0) this.#parts.outbox?.add(outcome.notices);
      this.#changes.push(...outcome.changes.alerts);
      return outcome;
    });
  }

  /** The transaction is durable. @returns what changed since the last time, in order; empty: nothing */
  adopt(): readonly AlertChange[] {
    const changes = this.#changes;
    this.#fork?.adopt();
    this.forget();
    return changes;
  }

  /** The transaction was undone: what was taken in never was. */
  forget(): void {
    this.#fork = null;
    this.#changes = [];
  }
}
