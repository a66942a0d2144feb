import { Ledger } from '@clearwell/ledger';
import { atTheEnd, buildEpisode, buildEpisodesEntry, NOON, required, temporaryFolder } from '@clearwell/testkit';
import {
  channelKey,
  DAY,
  MINUTE,
  stationId,
  type ActEntry,
  type AlertLogEntry,
  type Episode,
  type EpochMs,
  type Notice,
} from '@clearwell/water-quality';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AlertKeeper } from './alert-keeper.ts';

const station = stationId('zz-001');

const raised = (at: EpochMs, of: Partial<Episode> = {}): AlertLogEntry =>
  buildEpisodesEntry(buildEpisode({ start: at, ...of, detectedAt: at }));

const acknowledge = (keeper: AlertKeeper, at: EpochMs, key = 'k1'): ActEntry => {
  const { id: alert, revision } = required(keeper.book.alerts()[0]);
  return { kind: 'act', at, by: 'li', key, act: { do: 'acknowledge', alert, revision } };
};

async function openKeeper(file = join(temporaryFolder(), 'ledger.db'), now = NOON) {
  const ledger = await Ledger.open(file);
  let isOpen = true;
  const close = (): void => {
    if (isOpen) ledger.close();
    isOpen = false;
  };
  atTheEnd(close);
  const notices: Notice[] = [];
  const keeper = new AlertKeeper({
    table: ledger.alerts,
    outbox: { add: (more) => void notices.push(...more) },
    // A limit is told of at once here, though one parameter breaks it alone.
    policy: { loneParameterWaits: 0 },
  });
  keeper.restore(now);
  const commit = (...entries: readonly AlertLogEntry[]) => {
    const outcomes = ledger.commit(() => keeper.take(entries));
    return { outcomes, changes: keeper.adopt() };
  };
  return { ledger, keeper, notices, commit, close, file };
}

describe('AlertKeeper', () => {
  it('keeps what a transaction changes, and says it after the commit', async () => {
    const { ledger, keeper, notices, commit } = await openKeeper();
    const { changes } = commit(raised(NOON));
    expect(changes).toMatchObject([{ before: null, timeline: [{ what: 'raised' }] }]);
    expect(keeper.adopt()).toEqual([]);
    const [alert] = keeper.book.alerts();
    expect(await ledger.alerts.list()).toEqual([alert]);
    expect(notices).toMatchObject([{ what: 'raised', audience: 'inspectors', notifies: true }]);
  });

  it('knows nothing of a transaction that was undone', async () => {
    const { ledger, keeper, commit } = await openKeeper();
    commit(raised(NOON));
    const before = keeper.book.records();
    expect(() =>
      ledger.commit(() => {
        keeper.take([acknowledge(keeper, NOON + MINUTE)]);
        throw new Error('the disk is full');
      }),
    ).toThrow('the disk is full');
    keeper.forget();
    expect(keeper.adopt()).toEqual([]);
    expect(keeper.book.records()).toEqual(before);
    expect(ledger.alerts.open(0)).toEqual(before);
    expect(ledger.alerts.timelineOf(required(before.alerts[0]).id)).toHaveLength(1);
  });

  it('shows others nothing before the commit', async () => {
    const { ledger, keeper } = await openKeeper();
    ledger.commit(() => {
      keeper.take([raised(NOON)]);
      expect(keeper.book.alerts()).toEqual([]);
    });
    keeper.adopt();
    expect(keeper.book.alerts()).toHaveLength(1);
  });

  it('takes in what comes in several parts of one transaction as one', async () => {
    const { ledger, keeper } = await openKeeper();
    ledger.commit(() => {
      keeper.take([raised(NOON)]);
      keeper.take([raised(NOON, { channel: channelKey('ph'), rule: 'gb2022.ph.max' })]);
    });
    expect(keeper.adopt().map(({ alert }) => alert.id)).toEqual(['WQ-20260501-001', 'WQ-20260501-002']);
  });

  it('goes on after a restart with the same book', async () => {
    const first = await openKeeper();
    first.commit(raised(NOON));
    first.commit(acknowledge(first.keeper, NOON + MINUTE));
    const window: ActEntry['act'] = {
      ...{ do: 'open_window', station, channels: null, work: 'calibration', from: null },
      ...{ until: NOON + 60 * MINUTE, reason: 'pH buffer' },
    };
    const mute: ActEntry['act'] = {
      ...{ do: 'mute', scope: { of: 'station', station }, until: NOON + DAY, reason: 'pump test' },
    };
    first.commit({ kind: 'act', at: NOON + 2 * MINUTE, by: 'li', key: 'k2', act: window });
    first.commit({ kind: 'act', at: NOON + 3 * MINUTE, by: 'li', key: 'k3', act: mute });
    const before = first.keeper.book.records();
    first.close();
    const second = await openKeeper(first.file, NOON + DAY);
    expect(second.keeper.book.records()).toEqual(before);
    expect(before).toMatchObject({ alerts: [{ handling: 'acknowledged' }], windows: [{}], mutes: [{}] });
  });

  it('answers an act that comes again after a restart as it did', async () => {
    const first = await openKeeper();
    first.commit(raised(NOON));
    const act = acknowledge(first.keeper, NOON + MINUTE);
    const { outcomes } = first.commit(act);
    first.close();
    const second = await openKeeper(first.file, NOON + DAY);
    const again = second.commit({ ...act, at: NOON + DAY });
    expect(again.outcomes.map(({ answer }) => answer)).toEqual(outcomes.map(({ answer }) => answer));
    expect(again.changes).toEqual([]);
  });

  it('leaves in the ledger what has been closed for long', async () => {
    const first = await openKeeper();
    first.commit(raised(NOON));
    const over = { start: NOON, raisedAt: NOON, end: NOON + MINUTE, clearedAt: NOON + MINUTE };
    first.commit(raised(NOON + 2 * MINUTE, over));
    const { id } = required(first.keeper.book.alerts()[0]);
    const act = { do: 'close', alert: id, revision: null, verdict: 'real_event', cause: 'main burst' };
    first.commit({ kind: 'act', at: NOON + DAY, by: 'li', key: 'k', act: act as ActEntry['act'] });
    first.close();
    const soon = await openKeeper(first.file, NOON + 31 * DAY);
    expect(soon.keeper.book.alerts()).toHaveLength(1);
    soon.close();
    const late = await openKeeper(first.file, NOON + 40 * DAY);
    expect(late.keeper.book.alerts()).toEqual([]);
    expect(late.ledger.alerts.get(id)).toMatchObject({ handling: 'closed' });
  });
});

describe('the timeline in the ledger', () => {
  it('can not be changed, shortened or written over', async () => {
    const { commit, close, file } = await openKeeper();
    commit(raised(NOON));
    close();
    const database = new DatabaseSync(file);
    for (const sql of [
      "update alert_timeline set what = 'cleared'",
      'delete from alert_timeline',
      'insert or replace into alert_timeline select * from alert_timeline',
    ])
      expect(() => database.prepare(sql).run()).toThrow('a timeline is only added to');
    database.close();
  });
});
