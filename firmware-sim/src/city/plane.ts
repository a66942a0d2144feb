import type { Position } from '@clearwell/water-quality';

/** GeoJSON order, WGS-84 degrees. */
export type LonLat = readonly [lon: number, lat: number];

const KM_PER_DEGREE = 111.2;
/** A degree of longitude is that much of a degree of latitude, in the middle of the city. */
const EAST = Math.cos((34.77 * Math.PI) / 180);

/** Five decimals are about a metre. */
export const roundDegree = (degree: number): number => Math.round(degree * 1e5) / 1e5;

export const roundPoint = ([lon, lat]: LonLat): LonLat => [roundDegree(lon), roundDegree(lat)];

export const toLonLat = ({ lat, lon }: Position): LonLat => [lon, lat];

/** Flat-earth distance: exact enough over the 40 km of a city. */
export const kilometres = (a: LonLat, b: LonLat): number => squaredDegrees(a, b) ** 0.5 * KM_PER_DEGREE;

/** In degrees of latitude. */
const squaredDegrees = (a: LonLat, b: LonLat): number => ((a[0] - b[0]) * EAST) ** 2 + (a[1] - b[1]) ** 2;

/** Each side of a closed ring (its last point repeats the first) or of an open line. */
export function* sidesOf(line: readonly LonLat[]): Generator<readonly [LonLat, LonLat]> {
  let previous: LonLat | undefined;
  for (const point of line) {
    if (previous !== undefined) yield [previous, point];
    previous = point;
  }
}

/** Even–odd rule. */
export function isInside([x, y]: LonLat, ring: readonly LonLat[]): boolean {
  let inside = false;
  for (const [a, b] of sidesOf(ring)) {
    if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
  }
  return inside;
}

/** Distance to the nearest side, km. */
export function distanceToRing(point: LonLat, ring: readonly LonLat[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const [a, b] of sidesOf(ring)) {
    const squared = squaredDegrees(point, nearestOn(point, a, b));
    if (squared < least) least = squared;
  }
  return least ** 0.5 * KM_PER_DEGREE;
}

function nearestOn([x, y]: LonLat, a: LonLat, b: LonLat): LonLat {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const along = ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy || 1);
  const t = along < 0 ? 0 : along > 1 ? 1 : along;
  return [a[0] + t * dx, a[1] + t * dy];
}
