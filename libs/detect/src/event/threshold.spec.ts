import { DAY } from '@clearwell/water-quality';
import fc from 'fast-check';
import { calibrateLift, liftedThreshold, thresholdFor } from './threshold.ts';

const WEEK = 7 * DAY;
const year = { since: 0, until: 52 * WEEK };
const budgets = fc.double({ min: 0.05, max: 7, noNaN: true });
const verdicts = fc.array(fc.record({ at: fc.integer({ min: -WEEK, max: 60 * WEEK }), isFalse: fc.boolean() }), {
  maxLength: 60,
});

describe('thresholdFor', () => {
  it('is never lower for a smaller budget', () => {
    fc.assert(
      fc.property(budgets, budgets, (a, b) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)];
        expect(thresholdFor(small)).toBeGreaterThanOrEqual(thresholdFor(large));
      }),
    );
  });
});

describe('calibrateLift', () => {
  it('lifts a station that keeps alerting falsely, and lowers one that does not', () => {
    const often = Array.from({ length: 20 }, (_, i) => ({ at: i * WEEK, isFalse: true }));
    const judged = { since: 0, until: 20 * WEEK };
    const lifted = calibrateLift(0.5, often, judged);
    expect(lifted).toBeGreaterThan(0.3);
    expect(lifted).toBeGreaterThan(calibrateLift(0.5, often.slice(0, 3), judged));
    expect(calibrateLift(0.5, [], { since: 0, until: 4 * WEEK })).toBeLessThan(0);
  });

  it('leaves a station that keeps to its budget where it is', () => {
    const asAllowed = Array.from({ length: 26 }, (_, i) => ({ at: (2 * i + 1) * WEEK, isFalse: true }));
    expect(calibrateLift(0.5, asAllowed, year)).toBeCloseTo(0, 0);
  });

  it('takes no account of the order verdicts are given in, of true alerts, or of those outside of the time judged', () => {
    fc.assert(
      fc.property(budgets, verdicts, (budget, all) => {
        const lift = calibrateLift(budget, all, year);
        expect(calibrateLift(budget, all.toReversed(), year)).toBeCloseTo(lift, 9);
        const counted = all.filter(({ at, isFalse }) => isFalse && at >= 0 && at <= year.until);
        expect(calibrateLift(budget, counted, year)).toBeCloseTo(lift, 9);
        expect(Math.abs(lift)).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
    );
  });

  it('goes on from where an earlier one ended as if there had been one alone', () => {
    fc.assert(
      fc.property(budgets, verdicts, (budget, all) => {
        const [whole, middle] = [calibrateLift(budget, all, year), 26 * WEEK + 0.5];
        const lift = calibrateLift(budget, all, { since: 0, until: middle });
        expect(calibrateLift(budget, all, { since: middle, until: year.until, lift })).toBeCloseTo(whole, 9);
      }),
    );
  });
});

describe('liftedThreshold', () => {
  const lifts = fc.double({ min: -1, max: 2, noNaN: true });

  it('keeps nothing from alerting that would wake somebody by its score, unless its budget does', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 5, noNaN: true }), lifts, (threshold, lift) => {
        expect(liftedThreshold(threshold, lift)).toBeLessThanOrEqual(Math.max(threshold, 3.5));
      }),
    );
    expect(liftedThreshold(2, 0.6)).toBeCloseTo(2.6);
    expect(liftedThreshold(3, 0.6)).toBe(3.5);
  });
});
