import { NOON } from '@clearwell/testkit';
import { DAY, HORIZON, HOUR, MINUTE } from '@clearwell/water-quality';
import { crossesCheckpoint, needlessAmong } from './checkpoints.ts';

describe('checkpoints', () => {
  it('are never more than a hundred after ten years, and lie near the newest', () => {
    let places: readonly number[] = [];
    let most = 0;
    const end = NOON + 3650 * DAY;
    const stepAt = (at: number): number => (end - at > 100 * DAY ? 20 * HOUR : 50 * MINUTE);
    for (let at = NOON; at <= end; at += stepAt(at)) {
      const next = at + stepAt(at);
      if (crossesCheckpoint(at, next, next)) {
        const all = [...places, at];
        const needless = new Set(needlessAmong(all, at));
        places = all.filter((place) => !needless.has(place));
        most = Math.max(most, places.length);
      }
    }
    expect(most).toBeLessThanOrEqual(100);
    const before = (age: number): number => age - (end - (places.findLast((place) => place < end - age) ?? -Infinity));
    expect(-before(12 * HOUR)).toBeLessThanOrEqual(7 * HOUR);
    expect(-before(5 * DAY)).toBeLessThanOrEqual(12 * HOUR);
    expect(-before(20 * DAY)).toBeLessThanOrEqual(2 * DAY);
    // The first of all stays: what is within the horizon never has to be folded from the beginning.
    expect(-before(HORIZON)).toBeLessThanOrEqual(60 * DAY);
  });
});
