import { cityDayOf } from '@clearwell/contracts/frames';
import { DAY, MINUTE } from '@clearwell/water-quality';
import fc from 'fast-check';
import { endOf, holds, spanAround, startOf } from './span.ts';

const NOW = Date.parse('2026-11-24T21:00+08:00');

describe('the span of the track', () => {
  it('holds the moment, has as many days as were asked for, and ends today at the latest', () => {
    const at = fc.integer({ min: 0, max: 2_000 * 1_440 }).map((minutes) => NOW - minutes * MINUTE);
    fc.assert(
      fc.property(at, fc.constantFrom(1, 7, 30), (moment, days) => {
        const span = spanAround(moment, days, NOW);
        expect(holds(span, moment)).toBe(true);
        expect(endOf(span) - startOf(span)).toBe(days * DAY);
        expect(span.to <= cityDayOf(NOW)).toBe(true);
      }),
    );
  });

  it('is the last 30 days for a moment of yesterday', () => {
    expect(spanAround(NOW - DAY, 30, NOW)).toEqual({ from: '2026-10-26', to: '2026-11-24' });
  });
});
