import fc from 'fast-check';
import { nearestIn, type Direction, type Spot } from './nearest.ts';

const spot: fc.Arbitrary<Spot> = fc.record({
  x: fc.integer({ min: 0, max: 900 }),
  y: fc.integer({ min: 0, max: 900 }),
});
const opposite: Record<Direction, Direction> = { up: 'down', down: 'up', left: 'right', right: 'left' };
const directions = Object.keys(opposite) as Direction[];

describe('the arrow keys on the map', () => {
  it('lead only where they point', () => {
    fc.assert(
      fc.property(spot, fc.array(spot), fc.constantFrom(...directions), (from, spots, direction) => {
        const found = nearestIn(from, direction, spots);
        if (found === null) return;
        if (direction === 'left') expect(found.x).toBeLessThan(from.x);
        if (direction === 'right') expect(found.x).toBeGreaterThan(from.x);
        if (direction === 'up') expect(found.y).toBeLessThan(from.y);
        if (direction === 'down') expect(found.y).toBeGreaterThan(from.y);
      }),
    );
  });

  it('find something whenever anything lies that way', () => {
    fc.assert(
      fc.property(spot, fc.array(spot), (from, spots) => {
        expect(nearestIn(from, 'right', spots) !== null).toBe(spots.some(({ x }) => x > from.x));
      }),
    );
  });

  it('prefer what lies straight ahead to what is nearer aside', () => {
    const ahead = { x: 40, y: 0 };
    expect(nearestIn({ x: 0, y: 0 }, 'right', [{ x: 5, y: 30 }, ahead])).toBe(ahead);
  });
});
