import { buildReading, buildValues, NOON } from '@clearwell/testkit';
import fc from 'fast-check';
import { settle } from './settle.ts';
import type { Reading } from './reading.ts';

const reading = (values: Record<string, number | null>, more: Partial<Reading> = {}): Reading =>
  buildReading({ sampledAt: NOON, values: buildValues(values), ...more });

const anyReading = fc
  .record({
    values: fc.dictionary(fc.constantFrom('ph', 'turbidity', 'free_chlorine'), fc.constantFrom(0.1, 0.2, null), {
      minKeys: 1,
    }),
    boot: fc.constantFrom(null, 1, 2),
    seq: fc.constantFrom(null, 7, 8),
  })
  .map(({ values, boot, seq }) => reading(values, { boot, seq }));

const standingOf = (a: Reading, b: Reading): Reading => {
  const settled = settle(a, b);
  return settled.outcome === 'duplicate' ? a : settled.standing;
};

describe('settle', () => {
  it('takes the same values for a duplicate, whatever else differs', () => {
    expect(settle(reading({ ph: 7 }), reading({ ph: 7 }, { seq: 99, historical: true }))).toEqual({
      outcome: 'duplicate',
    });
  });

  it('takes fewer of the same values for a duplicate', () => {
    expect(settle(reading({ ph: 7, turbidity: 1 }), reading({ ph: 7 })).outcome).toBe('duplicate');
  });

  it('merges disjoint channels into one reading that keeps the first arrival', () => {
    const settled = settle(
      reading({ ph: 7 }, { receivedAt: NOON + 9 }),
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
  ])('lets %s stand in a conflict, and keeps the other', (_, winner, loser) => {
    const [won, lost] = [reading({ ph: 7 }, winner), reading({ ph: 8 }, loser)];
    expect(settle(lost, won)).toMatchObject({ outcome: 'conflicting', changed: true, standing: { values: { ph: 7 } } });
    expect(settle(won, lost)).toMatchObject({ outcome: 'conflicting', changed: false, loser: { values: { ph: 8 } } });
  });

  it('knows null from absent', () => {
    expect(settle(reading({ ph: null }), reading({ ph: 7 })).outcome).toBe('conflicting');
  });

  it('comes to the same values whichever of two came first', () => {
    fc.assert(
      fc.property(anyReading, anyReading, (a, b) => {
        expect(standingOf(a, b).values).toEqual(standingOf(b, a).values);
      }),
    );
  });

  it('changes nothing when what stands comes again', () => {
    fc.assert(
      fc.property(anyReading, anyReading, (a, b) => {
        const standing = standingOf(a, b);
        expect(settle(standing, standing)).toEqual({ outcome: 'duplicate' });
      }),
    );
  });
});
