import { buildReading, buildValues, NOON } from '@clearwell/testkit';
import fc from 'fast-check';
import type { Reading } from './reading.ts';
import { combine, isKnown, settle, type Settlement } from './settle.ts';

const reading = (values: Record<string, number | null>, more: Partial<Reading> = {}): Reading =>
  buildReading({ sampledAt: NOON, values: buildValues(values), ...more });

const anyReading = fc
  .record({
    values: fc.dictionary(fc.constantFrom('ph', 'turbidity', 'free_chlorine'), fc.constantFrom(0.1, 0.2, null), {
      minKeys: 1,
    }),
    boot: fc.constantFrom(null, 1, 2),
    seq: fc.constantFrom(null, 7, 8),
    receivedAt: fc.constantFrom(NOON, NOON + 1),
  })
  .map(({ values, ...more }) => reading(values, more));

/** What stands after versions came one by one. */
function arrive(arrivals: readonly Reading[]): Reading {
  let versions: readonly Reading[] = [];
  for (const incoming of arrivals) {
    if (versions.length === 0) versions = [incoming];
    else if (!isKnown(versions, incoming)) versions = settle(versions, incoming).versions;
  }
  return combine(versions);
}

describe('settle', () => {
  it('takes the same values for a duplicate, whatever else differs', () => {
    const [first, again] = [reading({ ph: 7 }), reading({ ph: 7 }, { seq: 99, historical: true })];
    expect(settle([first], again).outcome).toBe('duplicate');
    expect(isKnown([first], first)).toBe(true);
    expect(isKnown([first], again)).toBe(false);
  });

  it('takes fewer of the same values for a duplicate', () => {
    expect(settle([reading({ ph: 7, turbidity: 1 })], reading({ ph: 7 })).outcome).toBe('duplicate');
  });

  it('merges disjoint channels into one reading that keeps the first arrival', () => {
    const settled = settle(
      [reading({ ph: 7 }, { receivedAt: NOON + 9 })],
      reading({ turbidity: null }, { receivedAt: NOON + 5 }),
    );
    expect(settled).toMatchObject({
      outcome: 'merged',
      standing: { values: { ph: 7, turbidity: null }, receivedAt: NOON + 5 },
    });
  });

  it.each([
    ['a higher boot', { boot: 2, seq: 1 }, { boot: 1, seq: 9 }],
    ['a higher seq of the same boot', { boot: 1, seq: 9 }, { boot: 1, seq: 8 }],
    ['a counted reading over one not counted', { boot: 1, seq: 1 }, { boot: null, seq: null }],
  ])('lets %s stand in a conflict, and keeps both', (_, winner, loser) => {
    const [won, lost] = [reading({ ph: 7 }, winner), reading({ ph: 8 }, loser)];
    const expected: Partial<Settlement> = { outcome: 'conflicting' };
    expect(settle([lost], won)).toMatchObject({ ...expected, standing: { values: { ph: 7 } } });
    expect(settle([won], lost)).toMatchObject({ ...expected, standing: { values: { ph: 7 } } });
    expect(settle([won], lost).versions).toHaveLength(2);
  });

  it('knows null from absent', () => {
    expect(settle([reading({ ph: null })], reading({ ph: 7 })).outcome).toBe('conflicting');
  });

  it('comes to the same reading in whatever order any number of versions arrive', () => {
    const shuffled = fc
      .array(anyReading, { minLength: 1, maxLength: 6 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(shuffled, ([inOrder, order]) => {
        const [expected, got] = [arrive(inOrder), arrive([...order, ...order.slice(0, 2)])];
        expect({ values: got.values, boot: got.boot, seq: got.seq }).toEqual({
          values: expected.values,
          boot: expected.boot,
          seq: expected.seq,
        });
      }),
      { numRuns: 500 },
    );
  });
});
