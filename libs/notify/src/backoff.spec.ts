import fc from 'fast-check';
import { LONGEST_WAIT, waitAfter } from './backoff.ts';

describe('waitAfter', () => {
  it('doubles from two seconds up to five minutes', () => {
    expect([1, 2, 3, 8, 9, 1_000].map((attempt) => waitAfter(attempt, 0) / 1_000)).toEqual([2, 4, 8, 256, 300, 300]);
  });

  it('spreads by up to half, and is never longer than five minutes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, dice) => {
        const [wait, most] = [waitAfter(attempt, dice), waitAfter(attempt, 0)];
        expect(wait).toBeLessThanOrEqual(Math.min(most, LONGEST_WAIT));
        expect(wait).toBeGreaterThanOrEqual(Math.floor(most / 2));
      }),
    );
  });
});
