import type { PipeNode } from './network.ts';
import { roundPoint } from './plane.ts';

const JUNCTIONS = 18;

/** Junctions of the ring main, which encloses the middle of the city. */
export function ringMain(): PipeNode[] {
  return Array.from({ length: JUNCTIONS }, (_, place) => {
    const a = (place * 2 * Math.PI) / JUNCTIONS;
    const reach = 1 + 0.06 * Math.sin(3 * a + 1) + 0.04 * Math.sin(5 * a);
    const point = roundPoint([113.676 + 0.094 * reach * Math.cos(a), 34.758 + 0.058 * reach * Math.sin(a)]);
    return { id: `j-${String(place + 1).padStart(2, '0')}`, point };
  });
}
