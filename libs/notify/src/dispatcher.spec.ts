import { buildAlert, buildNotice, until } from '@clearwell/testkit';
import { alertId, type AlertId, type EpochMs } from '@clearwell/water-quality';
import { Dispatcher } from './dispatcher.ts';
import { Inbox } from './inbox.ts';
import type { Outbox, Pending } from './outbox.ts';
import { DELIVERED, type Delivery, type Message, type Receiver } from './receiver.ts';

const messageOf = (n: number): Pending => ({
  ...{ number: n, receiver: 'phone', merged: [], attempts: 0 },
  notice: buildNotice({ alert: alertId(`WQ-20260501-00${String(n)}`) }),
});

/** An outbox in memory whose store can be broken. */
class MemoryOutbox implements Outbox {
  readonly waiting: Pending[];
  readonly noted: string[] = [];
  isBroken = false;
  isInTurn = false;

  constructor(count: number) {
    this.waiting = Array.from({ length: count }, (_, i) => messageOf(i + 1));
  }

  together<T>(work: () => T): T {
    expect(this.isInTurn).toBe(false);
    if (this.isBroken) throw new Error('disk full');
    return work();
  }

  pending(_: string, busy: ReadonlySet<AlertId>, __: EpochMs, limit: number): readonly Pending[] {
    return this.waiting.filter(({ notice }) => !busy.has(notice.alert)).slice(0, limit);
  }

  nextDue(): null {
    return null;
  }

  delivered(message: Pending): void {
    this.#take(message, 'delivered');
  }

  listed(message: Pending): void {
    this.#take(message, 'listed');
  }

  failed(message: Pending, why: string): void {
    this.#take(message, why);
  }

  refused(message: Pending, why: string): void {
    this.#take(message, why);
  }

  #take(message: Pending, what: string): void {
    this.waiting.splice(this.waiting.indexOf(message), 1);
    this.noted.push(`${String(message.number)} ${what}`);
  }
}

function stage(count: number, deliver: (message: Message) => Promise<Delivery>, atOnce = 2) {
  const outbox = new MemoryOutbox(count);
  const warnings: string[] = [];
  const receiver: Receiver = { name: 'phone', takes: 'all', atOnce, deliver };
  const dispatcher = new Dispatcher({
    ...{ outbox, receivers: [receiver], wall: () => 0, dice: () => 0 },
    desk: { current: (id) => buildAlert({ id }), describe: () => ({ zh: '话', en: 'words' }) },
    warn: (what) => warnings.push(what),
  });
  return { outbox, dispatcher, warnings };
}

describe('Dispatcher', () => {
  it('looks in a turn of its own, never in that of whoever woke it', async () => {
    const { outbox, dispatcher } = stage(3, () => Promise.resolve(DELIVERED));
    outbox.isInTurn = true;
    dispatcher.start();
    dispatcher.wake();
    outbox.isInTurn = false;
    await until(() => outbox.noted.length === 3, { saying: 'three messages' });
    await dispatcher.stop();
  });

  it('has no more on the way to a receiver than it takes at once', async () => {
    let flying = 0;
    let most = 0;
    const { outbox, dispatcher } = stage(9, async () => {
      most = Math.max(most, (flying += 1));
      await new Promise(setImmediate);
      flying -= 1;
      return DELIVERED;
    });
    dispatcher.start();
    await until(() => outbox.noted.length === 9, { saying: 'nine messages' });
    expect(most).toBe(2);
    await dispatcher.stop();
  });

  it('sends nothing anew for a store that could not note it, and nothing else before it can', async () => {
    const sent: string[] = [];
    const { outbox, dispatcher, warnings } = stage(
      2,
      ({ notice }) => {
        sent.push(notice.alert);
        outbox.isBroken = true;
        return Promise.resolve(DELIVERED);
      },
      1,
    );
    dispatcher.start();
    await until(() => warnings.length > 0, { saying: 'a complaint' });
    dispatcher.wake();
    await new Promise(setImmediate);
    outbox.isBroken = false;
    dispatcher.wake();
    await until(() => outbox.noted.length === 1, { saying: 'what became of the first' });
    outbox.isBroken = false;
    dispatcher.wake();
    await until(() => outbox.noted.length === 2, { saying: 'what became of the second' });
    expect(sent).toEqual(['WQ-20260501-001', 'WQ-20260501-002']);
    expect(warnings[0]).toContain('disk full');
    await dispatcher.stop();
  });

  it('takes what is on the page for listed, not for delivered', async () => {
    const shown: string[] = [];
    const inbox = new Inbox(({ notice }) => shown.push(notice.alert));
    const { outbox, dispatcher } = stage(1, (message) => inbox.deliver(message));
    dispatcher.start();
    await until(() => outbox.noted.length === 1, { saying: 'what became of it' });
    expect([shown, outbox.noted]).toEqual([['WQ-20260501-001'], ['1 listed']]);
    await dispatcher.stop();
  });

  it('takes a receiver that throws for one that failed', async () => {
    const { outbox, dispatcher } = stage(1, () => Promise.reject(new Error('odd')));
    dispatcher.start();
    await until(() => outbox.noted.length === 1, { saying: 'what became of it' });
    expect(outbox.noted).toEqual(['1 fault']);
    await dispatcher.stop();
  });

  it('notes at its end what was delivered meanwhile', async () => {
    const answer = Promise.withResolvers<Delivery>();
    const { outbox, dispatcher } = stage(1, () => answer.promise);
    dispatcher.start();
    await new Promise(setImmediate);
    const stopping = dispatcher.stop();
    answer.resolve(DELIVERED);
    await stopping;
    expect(outbox.noted).toEqual(['1 delivered']);
  });
});
