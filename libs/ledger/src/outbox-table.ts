import type { Pending, Route } from '@clearwell/notify';
import type { AlertId, Audience, DeliveryLine, DeliveryOutcome, EpochMs, Notice } from '@clearwell/water-quality';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';

type Row = Record<string, SQLOutputValue>;

// Indexes are named: left to choose, SQLite goes through all that was ever sent to find the little that waits.
const WAITING = "receiver = ? and state = 'waiting'";
/** The oldest that waits of its alert, of alerts that are not busy. */
const IS_HEAD = `not exists (
    select 1 from outbox_queue e where e.receiver = q.receiver and e.alert = q.alert and e.state = 'waiting' and e.n < q.n)
  and q.alert not in (select value from json_each(?))`;

/** What one receiver has still to be told. */
export interface Waiting {
  readonly receiver: string;
  readonly notices: number;
  /** When the oldest of them arose. */
  readonly oldest: EpochMs;
  /** Failed attempts, at most, of one of them. */
  readonly attempts: number;
}

/**
 * Notices that wait to be sent, a queue for each alert and receiver, and the log of what became of them. A notice is added
 * in the transaction that changes its alert; whoever writes here does so within one.
 */
export class OutboxTable {
  #routes: readonly Route[] = [];
  readonly #sql: Record<
    | 'add'
    | 'enqueue'
    | 'receivers'
    | 'waitingOf'
    | 'failing'
    | 'queue'
    | 'merge'
    | 'inherit'
    | 'settleMerged'
    | 'heads'
    | 'nextDue'
    | 'merged'
    | 'settle'
    | 'postpone'
    | 'log'
    | 'logOf'
    | 'waiting'
    | 'lastFailure',
    StatementSync
  >;

  constructor(database: DatabaseSync) {
    this.#sql = {
      add: database.prepare(
        'insert into outbox (key, alert, audience, notice) values (?, ?, ?, ?) on conflict (key) do nothing returning n',
      ),
      enqueue: database.prepare('insert into outbox_queue (receiver, n, alert, audience) values (?, ?, ?, ?)'),
      receivers: database.prepare("select distinct receiver from outbox_queue where state = 'waiting'"),
      waitingOf: database.prepare(
        `select q.n, o.notice from outbox_queue q join outbox o on o.n = q.n where q.${WAITING} order by q.n`,
      ),
      failing: database.prepare(
        `select alert, max(attempts) as attempts, max(next_at) as next_at
         from outbox_queue indexed by outbox_waiting where ${WAITING}
           and alert in (select alert from outbox_queue indexed by outbox_failing where ${WAITING} and attempts > 0)
           and alert not in (select value from json_each(?))
         group by alert having count(*) > 1`,
      ),
      queue: database.prepare(
        `select q.n, o.notice from outbox_queue q join outbox o on o.n = q.n where q.${WAITING} and q.alert = ? order by q.n`,
      ),
      merge: database.prepare(
        "update outbox_queue set state = 'merged', merged_into = ? where receiver = ? and n = ? and state = 'waiting'",
      ),
      settleMerged: database.prepare(
        'update outbox_queue indexed by outbox_merged set merged_into = ? where receiver = ? and merged_into = ?',
      ),
      inherit: database.prepare(`update outbox_queue set attempts = ?, next_at = ? where ${WAITING} and alert = ?`),
      heads: database.prepare(
        `select q.n, q.attempts, o.notice from outbox_queue q indexed by outbox_in_order join outbox o on o.n = q.n
         where q.${WAITING} and ${IS_HEAD} and q.next_at <= ? order by q.n limit ?`,
      ),
      nextDue: database.prepare(
        `select q.next_at as at from outbox_queue q indexed by outbox_due
         where q.${WAITING} and ${IS_HEAD} order by q.next_at limit 1`,
      ),
      merged: database.prepare(
        `select o.notice from outbox_queue q indexed by outbox_merged join outbox o on o.n = q.n
         where q.receiver = ? and q.merged_into = ? order by q.n`,
      ),
      settle: database.prepare('update outbox_queue set state = ?, attempts = ? where receiver = ? and n = ?'),
      postpone: database.prepare('update outbox_queue set attempts = ?, next_at = ? where receiver = ? and n = ?'),
      log: database.prepare(
        `insert into delivery_log (at, notice, alert, audience, receiver, outcome, attempt, why)
         values (?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      logOf: database.prepare('select * from delivery_log where alert = ? order by id'),
      waiting: database.prepare(
        `select q.receiver, count(*) as n, max(q.attempts) as attempts, min(min(o.notice ->> 'at', coalesce((
           select min(e.notice ->> 'at') from outbox_queue m join outbox e on e.n = m.n
           where m.receiver = q.receiver and m.merged_into = q.n), o.notice ->> 'at'))) as oldest
         from outbox_queue q join outbox o on o.n = q.n where q.state = 'waiting' group by q.receiver order by q.receiver`,
      ),
      lastFailure: database.prepare(
        "select at, why from delivery_log where receiver = ? and outcome = 'failed' order by id desc limit 1",
      ),
    };
  }

  /** Says who receives from now on. What waits for others is given up. */
  follow(routes: readonly Route[], at: EpochMs): void {
    this.#routes = routes;
    for (const row of this.#sql.receivers.all()) {
      const receiver = row['receiver'] as string;
      if (routes.some((route) => route.receiver === receiver)) continue;
      for (const waiting of this.#sql.waitingOf.all(receiver))
        this.#settle('dropped', { ...headOf(receiver, waiting), attempts: null }, at, 'receiver_gone');
    }
  }

  /** Puts notices into the queues of their receivers. One that was added before is passed over. */
  add(notices: readonly Notice[]): void {
    for (const notice of notices) {
      const { key, alert, audience, notifies, heldBackBecause, at } = notice;
      const row = this.#sql.add.get(key, alert, audience, JSON.stringify(notice));
      if (row === undefined) continue;
      for (const { receiver, takes } of this.#routes)
        if (takes === 'all' || notifies) this.#sql.enqueue.run(receiver, row['n'] as number, alert, audience);
      const outcome = heldBackBecause === null ? 'only_shown' : 'held_back';
      const isUntold = heldBackBecause !== null || !notifies;
      if (isUntold) this.#log(notice, { at, receiver: null, outcome, attempt: null, why: heldBackBecause });
    }
  }

  /**
   * Where an attempt failed, all that waits of its alert for one audience becomes the newest of it: that one stands for
   * them, and goes on waiting as the oldest did.
   */
  merge(receiver: string, busy: ReadonlySet<AlertId>, at: EpochMs): void {
    for (const failing of this.#sql.failing.all(receiver, receiver, namesOf(busy))) {
      const alert = failing['alert'] as string;
      const waiting = this.#sql.queue.all(receiver, alert).map((row) => headOf(receiver, row));
      const newest = new Map(waiting.map((one) => [one.notice.audience, one]));
      for (const one of waiting) {
        const into = newest.get(one.notice.audience);
        if (into === undefined || into.number === one.number) continue;
        this.#sql.merge.run(into.number, receiver, one.number);
        this.#sql.settleMerged.run(into.number, receiver, one.number);
        this.#log(one.notice, { at, receiver, outcome: 'merged', attempt: null, why: into.notice.key });
      }
      this.#sql.inherit.run(failing['attempts'] as number, failing['next_at'] as number, receiver, alert);
    }
  }

  /** Heads of queues that are due, oldest first. */
  pending(receiver: string, busy: ReadonlySet<AlertId>, wall: EpochMs, limit: number): readonly Pending[] {
    return this.#sql.heads.all(receiver, namesOf(busy), wall, limit).map((row) => ({
      ...headOf(receiver, row),
      merged: this.#sql.merged.all(receiver, row['n'] as number).map(noticeOf),
      attempts: row['attempts'] as number,
    }));
  }

  /** When the next head is due; null: nothing waits. */
  nextDue(receiver: string, busy: ReadonlySet<AlertId>): EpochMs | null {
    return (this.#sql.nextDue.get(receiver, namesOf(busy))?.['at'] as number | null | undefined) ?? null;
  }

  delivered(message: Pending, at: EpochMs): void {
    this.#settle('delivered', message, at, null);
  }

  /** Why somebody was not told stands in the log since it was added: it is no news that they may see it. */
  listed(message: Pending, at: EpochMs): void {
    if (message.notice.notifies) this.#settle('listed', message, at, null);
    else this.#close('listed', message);
  }

  /** @param nextAt when it is tried again, by the wall */
  failed({ number, receiver, notice, attempts }: Pending, at: EpochMs, why: string, nextAt: EpochMs): void {
    this.#sql.postpone.run(attempts + 1, nextAt, receiver, number);
    this.#log(notice, { at, receiver, outcome: 'failed', attempt: attempts + 1, why });
  }

  refused(message: Pending, at: EpochMs, why: string): void {
    this.#settle('refused', message, at, why);
  }

  /** What was sent of an alert, and what was not, in order. */
  log(alert: AlertId): readonly DeliveryLine[] {
    return this.#sql.logOf.all(alert).map(toLine);
  }

  /** How much waits for each receiver, and since when: also what was merged waits, in what stands for it. */
  waiting(): readonly Waiting[] {
    return this.#sql.waiting.all().map((row) => ({
      receiver: row['receiver'] as string,
      notices: row['n'] as number,
      oldest: row['oldest'] as number,
      attempts: row['attempts'] as number,
    }));
  }

  /** The newest attempt that failed; looks through all of the log where there is none. */
  lastFailure(receiver: string): { readonly at: EpochMs; readonly why: string } | null {
    const row = this.#sql.lastFailure.get(receiver);
    return row === undefined ? null : { at: row['at'] as number, why: row['why'] as string };
  }

  #settle(outcome: Settled, message: Settling, at: EpochMs, why: string | null): void {
    this.#close(outcome, message);
    const { receiver, notice, attempts } = message;
    this.#log(notice, { at, receiver, outcome, attempt: attempts === null ? null : attempts + 1, why });
  }

  #close(outcome: Settled, { number, receiver, attempts }: Settling): void {
    this.#sql.settle.run(outcome, attempts === null ? 0 : attempts + 1, receiver, number);
  }

  #log({ key, alert, audience }: Notice, line: Omit<DeliveryLine, 'notice' | 'alert' | 'audience'>): void {
    const { at, receiver, outcome, attempt, why } = line;
    this.#sql.log.run(at, key, alert, audience, receiver, outcome, attempt, why);
  }
}

type Settled = 'delivered' | 'listed' | 'refused' | 'dropped';
type Settling = Omit<Pending, 'merged' | 'attempts'> & { readonly attempts: number | null };

const namesOf = (alerts: ReadonlySet<AlertId>): string => JSON.stringify([...alerts]);

const noticeOf = (row: Row): Notice => JSON.parse(row['notice'] as string) as Notice;

const headOf = (receiver: string, row: Row): Pick<Pending, 'number' | 'receiver' | 'notice'> => ({
  number: row['n'] as number,
  receiver,
  notice: noticeOf(row),
});

const toLine = (row: Row): DeliveryLine => ({
  at: row['at'] as number,
  notice: row['notice'] as string,
  alert: row['alert'] as AlertId,
  audience: row['audience'] as Audience,
  receiver: row['receiver'] as string | null,
  outcome: row['outcome'] as DeliveryOutcome,
  attempt: row['attempt'] as number | null,
  why: row['why'] as string | null,
});
