import fc from 'fast-check';
import { rhythmOf, slotAfter, slotsBetween } from './slots.ts';

describe('sampling times', () => {
  it('are staggered evenly over the interval', () => {
    const firsts = Array.from({ length: 48 }, (_, index) => slotAfter(rhythmOf(index, 48, 600_000), -1));
    expect(firsts).toEqual(Array.from({ length: 48 }, (_, index) => index * 12_500));
  });

  it('never leave a slot out or take one twice, however often one asks', () => {
    const instants = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 47 }), instants, (index, times) => {
        const rhythm = rhythmOf(index, 48, 600_000);
        const stops = times.toSorted((a, b) => a - b);
        const [first, last] = [stops.at(0) ?? 0, stops.at(-1) ?? 0];
        const piecewise = stops.slice(1).flatMap((until, place) => slotsBetween(rhythm, stops[place] ?? 0, until));
        expect(piecewise).toEqual(slotsBetween(rhythm, first, last));
      }),
    );
  });

  it('are 1,008 in a week', () => {
    const now = Date.UTC(2026, 10, 22, 3, 4, 5);
    expect(slotsBetween(rhythmOf(7, 48, 600_000), now - 7 * 86_400_000, now)).toHaveLength(1_008);
  });
});
