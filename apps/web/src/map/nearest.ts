export interface Spot {
  readonly x: number;
  readonly y: number;
}

export type Direction = 'up' | 'down' | 'left' | 'right';

const ALONG: Readonly<Record<Direction, Spot>> = {
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
};

/** Sideways distance counts twice, so that an arrow goes where it points. */
const SIDEWAYS = 2;

/** The spot an arrow key leads to from `from`, in pixels with y downward; null at the edge. */
export function nearestIn<T extends Spot>(from: Spot, direction: Direction, spots: readonly T[]): T | null {
  const along = ALONG[direction];
  let best: T | null = null;
  let bestCost = Infinity;
  for (const spot of spots) {
    const [dx, dy] = [spot.x - from.x, spot.y - from.y];
    const ahead = dx * along.x + dy * along.y;
    if (ahead <= 0) continue;
    const cost = ahead + SIDEWAYS * Math.abs(dx * along.y + dy * along.x);
    if (cost < bestCost) [best, bestCost] = [spot, cost];
  }
  return best;
}
