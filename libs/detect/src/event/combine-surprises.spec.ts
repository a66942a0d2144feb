import fc from 'fast-check';
import { combineSurprises } from './combine-surprises.ts';

const sorted = (surprises: readonly number[]): Float64Array => Float64Array.from(surprises).sort().reverse();

describe('combineSurprises', () => {
  it('is the surprise itself for one channel, and asks more of one among many', () => {
    expect(combineSurprises(sorted([3]), 1)).toBeCloseTo(3);
    expect(combineSurprises(sorted([3, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 10)).toBeCloseTo(2);
  });

  it('makes more of several channels than of the largest alone, and nothing of none', () => {
    expect(combineSurprises(sorted([2, 2, 2, 0]), 4)).toBeGreaterThan(combineSurprises(sorted([2, 0, 0, 0]), 4) + 1.5);
    expect(combineSurprises(sorted([0, 0, 0]), 3)).toBe(0);
  });

  it('never falls when a channel is more surprising', () => {
    const surprises = fc.array(fc.double({ min: 0, max: 8, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(surprises, fc.nat(), fc.double({ min: 0, max: 3, noNaN: true }), (all, which, more) => {
        const raised = all.map((value, i) => (i === which % all.length ? value + more : value));
        const before = combineSurprises(sorted(all), all.length);
        expect(combineSurprises(sorted(raised), all.length)).toBeGreaterThanOrEqual(before - 1e-9);
      }),
    );
  });
});
