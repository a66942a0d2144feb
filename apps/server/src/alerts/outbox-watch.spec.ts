import { buildNotice, buildStation, ledgerWith, NOON } from '@clearwell/testkit';
import { alertId, HOUR, MINUTE } from '@clearwell/water-quality';
import { OutboxWatch } from './outbox-watch.ts';

const ROUTES = [
  { receiver: 'page', takes: 'all' },
  { receiver: 'webhook', takes: 'all' },
] as const;

async function open(rate = 1) {
  const { ledger } = await ledgerWith(buildStation(), []);
  const { outbox } = ledger;
  ledger.commit(() => {
    outbox.follow(ROUTES, NOON);
  });
  let now = NOON;
  const said: string[] = [];
  const watch = new OutboxWatch({
    outbox,
    receivers: ROUTES.map(({ receiver }) => receiver),
    clock: { now: () => now, rate },
    warn: (what) => said.push(`warn ${what}`),
    info: (what) => said.push(`info ${what}`),
  });
  const first = (receiver: string) => outbox.pending(receiver, new Set(), now, 1)[0]!;
  const deliver = (receiver: string) => {
    ledger.commit(() => {
      outbox.delivered(first(receiver), now);
    });
  };
  return {
    ...{ watch, outbox, said, deliver },
    state: () => watch.state().find(({ receiver }) => receiver === 'webhook'),
    add: (revision: number, at: number) => {
      const alert = alertId('WQ-20260501-001');
      ledger.commit(() => {
        outbox.add([buildNotice({ alert, revision, at, what: 'worsened' })]);
      });
    },
    fail: () => {
      ledger.commit(() => {
        outbox.failed(first('webhook'), now, 'ECONNREFUSED', now);
        outbox.merge('webhook', new Set(), now);
      });
    },
    lookAt: (at: number) => {
      now = at;
      watch.look(at);
    },
  };
}

describe('OutboxWatch', () => {
  it('says how much waits, since when, and why it could not be sent at last', async () => {
    const { add, fail, state, lookAt } = await open();
    expect(state()).toEqual({ receiver: 'webhook', notices: 0, oldestWaitedMs: null, lastFailure: null });
    add(1, NOON);
    lookAt(NOON + MINUTE);
    expect(state()).toEqual({ receiver: 'webhook', notices: 1, oldestWaitedMs: MINUTE, lastFailure: null });
    fail();
    expect(state()?.lastFailure).toEqual({ at: NOON + MINUTE, why: 'ECONNREFUSED' });
  });

  it('counts from the oldest, also where a newer one stands for it', async () => {
    const { add, fail, state, lookAt } = await open();
    add(1, NOON);
    lookAt(NOON + HOUR);
    add(2, NOON + HOUR);
    fail();
    expect(state()).toMatchObject({ notices: 1, oldestWaitedMs: HOUR });
  });

  it('warns once of what waits for more than 15 minutes, and says once that it is over', async () => {
    const { add, fail, said, deliver, lookAt } = await open();
    add(1, NOON);
    deliver('page');
    fail();
    lookAt(NOON + 15 * MINUTE);
    expect(said).toEqual([]);
    for (const minute of [16, 17, 18]) lookAt(NOON + minute * MINUTE);
    expect(said).toEqual([
      'warn webhook has heard nothing for 16 minutes: 1 notices wait, at last because of ECONNREFUSED',
    ]);
    deliver('webhook');
    lookAt(NOON + 19 * MINUTE);
    lookAt(NOON + 20 * MINUTE);
    expect(said.slice(1)).toEqual(['info webhook hears again what it is to be told']);
  });

  it('counts minutes of the wall where the clock runs faster', async () => {
    const { add, said, state, lookAt } = await open(600);
    add(1, NOON);
    lookAt(NOON + HOUR);
    expect([said, state()?.oldestWaitedMs]).toEqual([[], HOUR / 600]);
  });
});
