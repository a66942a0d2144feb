import { buildStation, ledgerWith, NOON, until, WebhookReceiver } from '@clearwell/testkit';
import { channelKey, HOUR, MINUTE, type Episode, type EpisodesEntry, type EpochMs } from '@clearwell/water-quality';
import { AlertDesk } from './alert-desk.ts';
import { describeAlert } from './describe-alert.ts';
import { EvidenceKeeper } from './evidence-keeper.ts';
import { NoticeDelivery } from './notice-delivery.ts';
import { openStage } from './open-stage.ts';

const station = buildStation();

function entryAt(at: EpochMs, end: EpochMs | null = null): EpisodesEntry {
  const episode: Episode = {
    ...{ station: station.id, kind: 'limit', channel: channelKey('turbidity'), rule: 'gb2022.turbidity', level: 'red' },
    // Long enough ago that one parameter alone is told of.
    ...{ start: NOON - HOUR, raisedAt: NOON - HOUR, detectedAt: NOON, worst: 2.4, count: 3, end },
    ...(end !== null && { clearedAt: end }),
  };
  return { kind: 'episodes', at, station: station.id, judgedUntil: at, put: [{ episode }], withdrawn: [] };
}

/** Alerts of a server with all that leaves it, put together as a server does. */
async function stage() {
  const { ledger } = await ledgerWith(station, []);
  const receiver = await WebhookReceiver.start();
  let time = NOON;
  const now = () => time;
  const { keeper, stage: alerts } = openStage(ledger, { stations: () => [station], outbox: ledger.outbox });
  keeper.restore(now());
  const register = { at: () => undefined };
  const warnings: string[] = [];
  const warn = (what: string) => void warnings.push(what);
  const delivery = NoticeDelivery.open({
    ...{ ledger, now, warn, show: () => undefined },
    desk: {
      current: (id) => keeper.book.get(id) ?? null,
      describe: (alert) => describeAlert({ register, reasonsFor: () => [], now }, alert),
    },
    webhook: { url: receiver.url, secret: 'a secret of sixteen or more' },
  });
  const evidence = new EvidenceKeeper({
    ...{ ledger, register, now, warn, standards: ['GB 5749-2022'], networks: { linksAt: () => [] } },
    alerts: () => keeper.book.alerts(),
    reasonsFor: () => [],
  });
  const desk = new AlertDesk({
    ...{ ledger, stage: alerts, now },
    tell: () => {
      delivery.wake();
    },
  });
  const bodies = () => receiver.posted.map(({ body }) => JSON.parse(body) as { notice: { what: string } });
  return { ledger, keeper, desk, delivery, evidence, bodies, warnings, at: (moment: EpochMs) => (time = moment) };
}

describe('Alerts of a server', () => {
  it('are told in the order of what happened, and their evidence holds what was told', async () => {
    const { desk, delivery, evidence, bodies, keeper, ledger, warnings, at } = await stage();
    delivery.start();
    desk.record([entryAt(NOON)]);
    desk.record([entryAt(at(NOON + HOUR), NOON + 50 * MINUTE)]);
    await until(() => ledger.outbox.waiting().length === 0, { saying: 'an empty outbox' });
    expect(bodies().map(({ notice }) => notice.what)).toEqual(['raised', 'cleared']);
    expect(bodies()[1]).toMatchObject({
      alert: { condition: 'cleared', handling: 'new' },
      text: { zh: expect.stringContaining('请核实并给出结论') as string },
    });
    at(NOON + 4 * HOUR);
    while (evidence.sealDue() > 0);
    const [alert] = keeper.book.alerts();
    const sealed = evidence.of(alert!.id);
    expect(sealed.map(({ bundle }) => bundle.occasion)).toEqual(['raised', 'ended']);
    const [last] = sealed.slice(-1);
    expect(last?.bundle.deliveries.map(({ receiver, outcome }) => [receiver, outcome])).toEqual(
      expect.arrayContaining([
        ['inbox', 'listed'],
        ['webhook', 'delivered'],
      ]),
    );
    expect(last?.bundle.timeline.map(({ what }) => what)).toEqual(['raised', 'cleared']);
    expect(warnings).toEqual([]);
    await delivery.stop();
  });

  it('are not told by a transaction that was undone', async () => {
    const { keeper, ledger, delivery, bodies } = await stage();
    delivery.start();
    const failing = (): never => {
      keeper.take([entryAt(NOON)]);
      throw new Error('disk full');
    };
    expect(() => ledger.commit(failing)).toThrow('disk full');
    keeper.forget();
    delivery.wake();
    await new Promise(setImmediate);
    expect([ledger.outbox.waiting(), bodies(), keeper.book.alerts()]).toEqual([[], [], []]);
    await delivery.stop();
  });
});
