import { buildQualified, buildReading, buildStation, ledgerWith, NOON } from '@clearwell/testkit';
import { MINUTE, type QualifiedReading } from '@clearwell/water-quality';

const station = buildStation();
const readingAt = (minute: number): QualifiedReading =>
  buildQualified(buildReading({ sampledAt: NOON + minute * MINUTE }));

async function followed() {
  const { ledger } = await ledgerWith(station, [readingAt(-1)]);
  const { replication } = ledger;
  replication.follow();
  const place = (minute: number) => ledger.readings.place(readingAt(minute), (reading) => reading as QualifiedReading);
  return { ledger, replication, place };
}

describe('what waits for the long-term store', () => {
  it('is what was stored since it is followed, in the transaction that stored it', async () => {
    const { ledger, replication, place } = await followed();
    const failing = (): never => {
      place(0);
      throw new Error('disk full');
    };
    expect(() => ledger.commit(failing)).toThrow('disk full');
    expect(replication.queue()).toEqual({ readings: 0, oldest: null });
    ledger.commit(() => [place(2), place(1)]);
    expect(replication.queue()).toEqual({ readings: 2, oldest: readingAt(2).receivedAt });
  });

  it('is not a duplicate', async () => {
    const { ledger, replication, place } = await followed();
    ledger.commit(() => [place(1), place(1), place(1)]);
    expect(replication.queue().readings).toBe(1);
  });

  it('is waited for by its own span only, until it is confirmed', async () => {
    const { ledger, replication, place } = await followed();
    ledger.commit(() => [place(1), place(2)]);
    const isWaiting = (from: number, to: number): boolean =>
      replication.isWaiting(station.id, NOON + from * MINUTE, NOON + to * MINUTE);
    expect([isWaiting(0, 1), isWaiting(1, 2), isWaiting(2, 9)]).toEqual([false, true, true]);
    replication.confirm({ queueUntil: 1, backfill: null });
    expect([isWaiting(1, 2), isWaiting(2, 9)]).toEqual([false, true]);
    expect(replication.isWaiting(station.id, -Infinity, Infinity)).toBe(true);
  });

  it('begins anew with everything when the store is another one, or there was none', async () => {
    const { ledger, replication, place } = await followed();
    expect(replication.isBackfilled()).toBe(false);
    replication.aim('one');
    ledger.commit(() => place(1));
    replication.confirm({ queueUntil: null, backfill: 'done' });
    replication.aim('one');
    expect([replication.isBackfilled(), replication.queue().readings]).toEqual([true, 1]);
    replication.aim('other');
    expect([replication.isBackfilled(), replication.queue().readings]).toEqual([false, 0]);
    replication.forget();
    expect(replication.isBackfilled()).toBe(false);
  });
});
