import { FRAME_STEP } from '@clearwell/contracts/frames';
import { DAY, HOUR, MINUTE } from '@clearwell/water-quality';
import fc from 'fast-check';
import { daysSpan, holds, spanAround, SPANS } from './span.ts';

const NOW = Date.parse('2026-11-24T21:03+08:00');

describe('the span of the track', () => {
  it('holds the moment, is as long as was asked for, and ends today at the latest', () => {
    const at = fc.integer({ min: 0, max: 2_000 * 1_440 }).map((minutes) => NOW - minutes * MINUTE);
    fc.assert(
      fc.property(at, fc.constantFrom(...SPANS), (moment, length) => {
        const span = spanAround(moment, length, NOW);
        expect(holds(span, moment)).toBe(true);
        expect(span.to - span.from).toBe(length);
        expect(span.to).toBeLessThanOrEqual(daysSpan('2026-11-24', '2026-11-24').to);
      }),
    );
  });

  it('is the last 30 days for a moment of yesterday', () => {
    expect(spanAround(NOW - DAY, 30 * DAY, NOW)).toEqual(daysSpan('2026-10-26', '2026-11-24'));
  });

  it('is, of one hour, the half before the moment and the half after it, up to the newest frame', () => {
    const at = Date.parse('2026-11-20T08:30+08:00');
    expect(spanAround(at, HOUR, NOW)).toEqual({ from: at - HOUR / 2, to: at + HOUR / 2 });
    expect(spanAround(NOW, HOUR, NOW).to).toBe(Date.parse('2026-11-24T21:00+08:00') + FRAME_STEP);
  });
});
