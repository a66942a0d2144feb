import { buildNotice } from '@clearwell/testkit';
import type { Pending } from '@clearwell/notify';
import { AUDIENCES, alertId, type AlertId, type Audience, type Notice } from '@clearwell/water-quality';
import fc from 'fast-check';
import { DatabaseSync } from 'node:sqlite';
import { OUTBOX, OUTBOX_ORDER } from './outbox-schema.ts';
import { OutboxTable } from './outbox-table.ts';

const ROUTES = [
  { receiver: 'inbox', takes: 'all' },
  { receiver: 'webhook', takes: 'notifying' },
] as const;
const NOBODY: ReadonlySet<AlertId> = new Set();
const AT = 1_000;

function openOutbox() {
  const database = new DatabaseSync(':memory:');
  database.exec(OUTBOX + OUTBOX_ORDER);
  const outbox = new OutboxTable(database);
  outbox.follow(ROUTES, AT);
  const due = (receiver = 'webhook', wall = 0) => outbox.pending(receiver, NOBODY, wall, 100);
  const keys = (receiver?: string, wall?: number) => due(receiver, wall).map(({ notice }) => notice.key);
  const first = (receiver?: string, wall?: number) => due(receiver, wall)[0] as Pending;
  const lines = (of: Notice) =>
    outbox.log(of.alert).map(({ receiver, outcome, attempt, why }) => [receiver, outcome, attempt, why]);
  return { database, outbox, due, keys, first, lines };
}

const raised = buildNotice();
const worsened = buildNotice({ revision: 2, what: 'worsened' });
const cleared = buildNotice({ revision: 3, what: 'cleared', condition: 'cleared' });

describe('OutboxTable', () => {
  it('takes a notice once, however often it is added', () => {
    const { outbox, keys } = openOutbox();
    outbox.add([raised, raised]);
    outbox.add([raised]);
    expect(keys()).toEqual([raised.key]);
    expect(outbox.waiting()).toEqual([
      { receiver: 'inbox', notices: 1, oldest: raised.at, attempts: 0 },
      { receiver: 'webhook', notices: 1, oldest: raised.at, attempts: 0 },
    ]);
  });

  it('lets each receiver have what it takes, and notes what wakes nobody, and why', () => {
    const { outbox, keys, lines } = openOutbox();
    const held = buildNotice({ notifies: false, heldBackBecause: 'window' });
    const shown = buildNotice({ revision: 2, what: 'commented', notifies: false });
    const instead = buildNotice({ revision: 3, audience: 'maintainers', heldBackBecause: 'channel_fault' });
    outbox.add([held, shown, instead]);
    expect(keys('inbox')).toEqual([held.key]);
    expect(keys('webhook')).toEqual([instead.key]);
    expect(lines(held)).toEqual([
      [null, 'held_back', null, 'window'],
      [null, 'only_shown', null, null],
      [null, 'held_back', null, 'channel_fault'],
    ]);
  });

  it('notes of the page that who opens it has what notifies, and nothing of what was held back', () => {
    const { outbox, keys, first, lines } = openOutbox();
    const held = buildNotice({ notifies: false, heldBackBecause: 'window' });
    const instead = buildNotice({ revision: 2, audience: 'maintainers', heldBackBecause: 'channel_fault' });
    outbox.add([held, instead]);
    outbox.listed(first('inbox'), AT);
    outbox.listed(first('inbox'), AT);
    expect(keys('inbox')).toEqual([]);
    expect(lines(held)).toEqual([
      [null, 'held_back', null, 'window'],
      [null, 'held_back', null, 'channel_fault'],
      ['inbox', 'listed', 1, null],
    ]);
  });

  it('gives out only the head of an alert, until it is delivered or refused for good', () => {
    const { outbox, keys, first, lines } = openOutbox();
    const other = buildNotice({ alert: alertId('WQ-20260501-002') });
    outbox.add([raised, worsened, other, cleared]);
    expect(keys()).toEqual([raised.key, other.key]);
    outbox.delivered(first(), AT);
    expect(keys()).toEqual([worsened.key, other.key]);
    outbox.refused(first(), AT, 'http_410');
    expect(keys()).toEqual([other.key, cleared.key]);
    expect(lines(raised)).toEqual([
      ['webhook', 'delivered', 1, null],
      ['webhook', 'refused', 1, 'http_410'],
    ]);
  });

  it('leaves a head alone until its next attempt is due, and alerts that are being sent', () => {
    const { outbox, keys, first } = openOutbox();
    outbox.add([raised]);
    outbox.failed(first(), AT, 'http_503', 500);
    expect([keys('webhook', 499), keys('webhook', 500)]).toEqual([[], [raised.key]]);
    expect(outbox.nextDue('webhook', NOBODY)).toBe(500);
    const busy = new Set([raised.alert]);
    expect([outbox.pending('webhook', busy, 500, 9), outbox.nextDue('webhook', busy)]).toEqual([[], null]);
  });

  it('merges what waits of an alert into its newest once an attempt has failed, and not before', () => {
    const { outbox, due, keys, first, lines } = openOutbox();
    outbox.add([raised, worsened]);
    outbox.merge('webhook', NOBODY, AT);
    expect(keys()).toEqual([raised.key]);
    outbox.failed(first(), AT, 'timeout', 500);
    outbox.merge('webhook', NOBODY, AT);
    outbox.add([cleared]);
    outbox.merge('webhook', NOBODY, AT);
    expect(keys('webhook', 499)).toEqual([]);
    expect(due('webhook', 500)).toMatchObject([{ notice: cleared, merged: [raised, worsened], attempts: 1 }]);
    expect(lines(raised)).toEqual([
      ['webhook', 'failed', 1, 'timeout'],
      ['webhook', 'merged', null, worsened.key],
      ['webhook', 'merged', null, cleared.key],
    ]);
    outbox.delivered(first('webhook', 500), AT);
    expect(keys('webhook', 999)).toEqual([]);
  });

  it('merges nothing of an alert that is being sent', () => {
    const { outbox, due, first } = openOutbox();
    outbox.add([raised]);
    outbox.failed(first(), AT, 'timeout', 0);
    const sent = first();
    outbox.add([cleared]);
    outbox.merge('webhook', new Set([raised.alert]), AT);
    outbox.delivered(sent, AT);
    expect(due()).toMatchObject([{ notice: cleared, merged: [] }]);
  });

  it('merges for each audience by itself, in the order of what is left', () => {
    const { outbox, due, first, keys } = openOutbox();
    const toMaintainers = buildNotice({ revision: 2, audience: 'maintainers' });
    outbox.add([raised, toMaintainers, cleared]);
    outbox.failed(first(), AT, 'timeout', 500);
    outbox.merge('webhook', NOBODY, AT);
    expect(keys('webhook', 499)).toEqual([]);
    expect(due('webhook', 500)).toMatchObject([{ notice: toMaintainers, merged: [] }]);
    outbox.delivered(first('webhook', 500), AT);
    expect(due('webhook', 500)).toMatchObject([{ notice: cleared, merged: [raised] }]);
  });

  it('gives up what waits for a receiver that is no longer there, and says so', () => {
    const { outbox, lines, due } = openOutbox();
    outbox.add([raised]);
    outbox.follow([ROUTES[0]], AT);
    expect(due()).toEqual([]);
    expect(lines(raised)).toEqual([['webhook', 'dropped', null, 'receiver_gone']]);
  });

  it('keeps a log whose lines nobody changes or takes away', () => {
    const { outbox, first, database } = openOutbox();
    outbox.add([raised]);
    outbox.delivered(first(), AT);
    const replaced = 'insert or replace into delivery_log select * from delivery_log';
    for (const sql of ["update delivery_log set outcome = 'failed'", 'delete from delivery_log', replaced])
      expect(() => database.exec(sql)).toThrow('only added to');
  });
});

/** What happens to one outbox and its receivers; numbers choose, modulo what there is to choose from. */
const happening = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('add'),
      alert: fc.nat(),
      audience: fc.constantFrom(...AUDIENCES),
      isUndone: fc.boolean(),
      wakes: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('take'), receiver: fc.nat(1), limit: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('deliver'), which: fc.nat() }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('fail'), which: fc.nat(), arrives: fc.boolean(), wait: fc.nat(3) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('refuse'), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash'), arrive: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass'), time: fc.nat(4) }) },
);
type HappeningOf<T> = T extends fc.Arbitrary<infer U> ? U : never;

/** An outbox of so many alerts, and receivers that get some of what is sent before whoever sent it dies or hears nothing of it. */
class Trial {
  readonly #database = new DatabaseSync(':memory:');
  #outbox: OutboxTable;
  readonly #added: Notice[] = [];
  readonly #flying: Pending[] = [];
  /** What a receiver was handed, in order, and what it refused. */
  readonly got = new Map<string, Pending[]>(ROUTES.map(({ receiver }) => [receiver, []]));
  readonly #settled = new Set<string>();
  #wall = 0;
  #revision = 0;
  readonly #alerts: number;

  constructor(alerts: number) {
    this.#alerts = alerts;
    this.#database.exec(OUTBOX + OUTBOX_ORDER);
    this.#outbox = this.#open();
  }

  #open(): OutboxTable {
    const outbox = new OutboxTable(this.#database);
    outbox.follow(ROUTES, AT);
    return outbox;
  }

  happen(one: HappeningOf<typeof happening>): void {
    switch (one.do) {
      case 'add':
        this.#add(one);
        break;
      case 'take':
        this.take(ROUTES[(one as { receiver: number }).receiver]!.receiver, (one as { limit: number }).limit);
        break;
      case 'crash': {
        // Of what is on its way some has arrived, and nothing is noted.
        const { arrive } = one as { arrive: number };
        for (const message of this.#flying.splice(0).slice(0, arrive)) this.#arrive(message);
        this.#outbox = this.#open();
        break;
      }
      case 'pass':
        this.#wall += (one as { time: number }).time;
        break;
      default:
        this.#end(one);
    }
  }

  #add({
    alert,
    audience,
    isUndone,
    wakes,
  }: {
    alert: number;
    audience: Audience;
    isUndone: boolean;
    wakes: boolean;
  }): void {
    this.#revision += 1;
    const id = alertId(`WQ-20260501-${String(alert % this.#alerts).padStart(3, '0')}`);
    const notice = buildNotice({ alert: id, revision: this.#revision, audience, notifies: wakes });
    this.#database.exec('begin');
    this.#outbox.add([notice, notice]);
    this.#database.exec(isUndone ? 'rollback' : 'commit');
    if (!isUndone) this.#added.push(notice);
  }

  take(receiver: string, limit: number): boolean {
    const flying = this.#flying.filter((one) => one.receiver === receiver);
    const busy = new Set(flying.map(({ notice }) => notice.alert));
    this.#outbox.merge(receiver, busy, AT);
    const taken = this.#outbox.pending(receiver, busy, this.#wall, limit);
    const alerts = [...flying, ...taken].map(({ notice }) => notice.alert);
    expect(new Set(alerts).size).toBe(alerts.length);
    for (const { notice, merged } of taken)
      for (const { key } of [notice, ...merged]) expect(this.#settled).not.toContain(`${receiver} ${key}`);
    this.#flying.push(...taken);
    return taken.length > 0;
  }

  #end(one: { do: string; which: number; arrives?: boolean; wait?: number }): void {
    const [message] = this.#flying.splice(one.which % Math.max(1, this.#flying.length), 1);
    if (message === undefined) return;
    if (one.do !== 'fail' || one.arrives === true) this.#arrive(message);
    if (one.do === 'fail') {
      this.#outbox.failed(message, AT, 'timeout', this.#wall + (one.wait ?? 0));
      return;
    }
    this.#settled.add(`${message.receiver} ${message.notice.key}`);
    if (one.do === 'deliver') this.#outbox.delivered(message, AT);
    else this.#outbox.refused(message, AT, 'http_400');
  }

  #arrive(message: Pending): void {
    this.got.get(message.receiver)?.push(message);
  }

  /** The receivers are well at last. */
  drain(): void {
    this.#wall = Number.MAX_SAFE_INTEGER;
    for (const { receiver } of ROUTES) {
      do while (this.#flying.length > 0) this.#end({ do: 'deliver', which: 0 });
      while (this.take(receiver, 9));
    }
    expect(this.#outbox.waiting()).toEqual([]);
  }

  expectPromises(): void {
    for (const { receiver, takes } of ROUTES) {
      const got = this.got.get(receiver) ?? [];
      const known = new Set(got.flatMap(({ notice, merged }) => [notice, ...merged].map(({ key }) => key)));
      const wanted = this.#added.filter(({ notifies }) => takes === 'all' || notifies);
      expect([...known].sort()).toEqual(wanted.map(({ key }) => key).sort());
      const byAlert = Map.groupBy(got, ({ notice }) => notice.alert);
      for (const messages of byAlert.values()) {
        const firsts = [...new Map(messages.map(({ notice, number }) => [notice.key, number])).values()];
        expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
        // A repeat comes at once, before anything newer of its alert.
        messages.forEach(({ number }, i) => {
          expect(number).toBeGreaterThanOrEqual(messages[i - 1]?.number ?? 0);
        });
      }
    }
  }
}

describe('However notices are added, sent, lost and sent again, over crashes', () => {
  it('each receiver gets what it takes of each alert in order, none is lost, and repeats have the same key', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(happening, { maxLength: 120, size: 'max' }),
        (alerts, happenings) => {
          const trial = new Trial(alerts);
          for (const one of happenings) trial.happen(one);
          trial.drain();
          trial.expectPromises();
        },
      ),
      { numRuns: 120 },
    );
  });
});
