import { DAY } from '@clearwell/water-quality';
import fc from 'fast-check';
import { calibrateThreshold, thresholdFor } from './threshold.ts';

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

describe('calibrateThreshold', () => {
  it('lifts a station that keeps alerting falsely, and lowers one that does not', () => {
    const often = Array.from({ length: 20 }, (_, i) => ({ at: i * WEEK, isFalse: true }));
    const judged = { since: 0, until: 20 * WEEK };
    const lifted = calibrateThreshold(0.5, often, judged);
    expect(lifted).toBeGreaterThan(thresholdFor(0.5) + 0.5);
    expect(lifted).toBeGreaterThan(calibrateThreshold(0.5, often.slice(0, 5), judged));
    expect(calibrateThreshold(0.5, [], { since: 0, until: 4 * WEEK })).toBeLessThan(thresholdFor(0.5));
  });

  it('leaves a station that keeps to its budget where it is', () => {
    const asAllowed = Array.from({ length: 26 }, (_, i) => ({ at: (2 * i + 1) * WEEK, isFalse: true }));
    expect(calibrateThreshold(0.5, asAllowed, year)).toBeCloseTo(thresholdFor(0.5), 0);
  });

  it('takes no account of the order verdicts are given in, of true alerts, or of those outside of the time judged', () => {
    fc.assert(
      fc.property(budgets, verdicts, (budget, all) => {
        const threshold = calibrateThreshold(budget, all, year);
        expect(calibrateThreshold(budget, all.toReversed(), year)).toBeCloseTo(threshold, 9);
        const counted = all.filter(({ at, isFalse }) => isFalse && at >= 0 && at <= year.until);
        expect(calibrateThreshold(budget, counted, year)).toBeCloseTo(threshold, 9);
        expect(Math.abs(threshold - thresholdFor(budget))).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});
