import type { RawMessage, Rejection } from '@clearwell/ingest';
import { StoreFault } from '@clearwell/ledger';
import { NOON } from '@clearwell/testkit';
import { MINUTE } from '@clearwell/water-quality';
import { LastResort } from './last-resort.ts';
import type { Receipt } from './receipt.ts';

const FULL = new StoreFault('The disk is full');
const POISON = new Error('poison');

const reading = (ph: number) => ({ sampledAt: NOON + ph, values: { ph } });
const message = (body: object, receivedAt: number): RawMessage => ({
  topic: 'clearwell/v1/zz/zz-001/readings',
  payload: Buffer.from(JSON.stringify(body)),
  receivedAt,
});

/** A store that can't keep a reading with pH 13, and what it keeps and refuses; `broken`: nothing at all. */
function open() {
  const store = { broken: false, kept: [] as string[], refused: [] as Rejection[], warned: [] as string[] };
  const lastResort = new LastResort({
    keep: ({ payload }): Receipt => {
      if (store.broken) throw FULL;
      const text = Buffer.from(payload).toString();
      if (text.includes('13')) throw POISON;
      store.kept.push(text);
      return { kind: 'readings', placed: [{ outcome: 'stored', isBeyond: false }], rejections: [] };
    },
    reject: (rejection): Receipt => {
      if (store.broken) throw FULL;
      store.refused.push(rejection);
      return { kind: 'rejected', rejection };
    },
    warn: (what) => store.warned.push(what),
  });
  /** What becomes of it when it fails every minute so often. */
  const fail = (body: object, times: number, error: Error = POISON) =>
    Array.from({ length: times }, (_, minute) => lastResort.giveUp(message(body, NOON + minute * MINUTE), error)).at(
      -1,
    );
  return { store, lastResort, fail };
}

describe('LastResort', () => {
  it('has a message tried for three minutes, then notes it as it came, under its own reason', () => {
    const { store, fail } = open();
    expect(fail(reading(13), 3)).toBeNull();
    expect(store.refused).toEqual([]);
    expect(open().fail(reading(13), 4)?.kind).toBe('rejected');
  });

  it('keeps the other readings of a batch, and says of each what became of it', () => {
    const { store, fail } = open();
    const receipt = fail({ readings: [reading(7), reading(13), reading(8)] }, 4);
    expect(store.kept).toEqual([reading(7), reading(8)].map((one) => JSON.stringify(one)));
    expect(store.refused).toMatchObject([{ reason: 'unkeepable', station: 'zz-001', place: 1 }]);
    expect(Buffer.from(store.refused[0]?.raw ?? []).toString()).toBe(JSON.stringify(reading(13)));
    expect(receipt).toMatchObject({
      kind: 'readings',
      placed: [{ outcome: 'stored' }, { outcome: 'stored' }],
      rejections: [{ place: 1 }],
    });
    expect(store.warned).toEqual([expect.stringMatching(/tried again: poison/), expect.stringMatching(/given up/)]);
  });

  it('never gives up for a fault of the store, however long that lasts', () => {
    const { store, fail } = open();
    expect(fail(reading(7), 600, FULL)).toBeNull();
    expect(store.refused).toEqual([]);
  });

  it('does not take a message for given up when the store fails at that moment', () => {
    const { store, lastResort, fail } = open();
    fail(reading(13), 3);
    store.broken = true;
    expect(() => lastResort.giveUp(message(reading(13), NOON + 3 * MINUTE), POISON)).toThrow('The disk is full');
    expect(store.refused).toEqual([]);
  });
});
