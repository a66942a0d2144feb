import type { BilingualName } from '@clearwell/water-quality';
import { CANAL, LAKES, RIVER } from './names.data.ts';
import { roundPoint, type LonLat } from './plane.ts';

export interface WaterBody {
  readonly name: BilingualName;
  readonly kind: 'river' | 'lake' | 'canal';
  /** A closed ring, or for a canal the line it follows. */
  readonly outline: readonly LonLat[];
}

const WEST = 113.42;
const EAST = 113.93;

/** The middle of the river, north of the city. */
const riverLat = (lon: number): number =>
  34.902 + 0.0055 * Math.sin((lon - WEST) * 21) + 0.0025 * Math.sin((lon - WEST) * 47 + 1);

const riverHalfWidth = (lon: number): number =>
  0.0042 + 0.0016 * Math.sin((lon - WEST) * 33 + 2) + 0.0006 * Math.sin((lon - WEST) * 90);

function river(): LonLat[] {
  const lons = Array.from({ length: 52 }, (_, step) => WEST + ((EAST - WEST) * step) / 51);
  const south = lons.map((lon): LonLat => [lon, riverLat(lon) - riverHalfWidth(lon)]);
  const north = lons.toReversed().map((lon): LonLat => [lon, riverLat(lon) + riverHalfWidth(lon)]);
  return [...south, ...north, ...south.slice(0, 1)];
}

function lake([lon, lat]: readonly [number, number], km: number): LonLat[] {
  const ring = Array.from({ length: 36 }, (_, step): LonLat => {
    const a = (step * Math.PI) / 18;
    const reach = (km / 111.2) * (1 + 0.22 * Math.sin(2 * a + lon * 50) + 0.12 * Math.sin(3 * a + lat * 90));
    return [lon + (reach * Math.cos(a)) / 0.82, lat + reach * Math.sin(a)];
  });
  return [...ring, ...ring.slice(0, 1)];
}

/** From the south-west to the river in the north-east, past the middle of the city. */
function canal(): LonLat[] {
  return Array.from({ length: 48 }, (_, step): LonLat => {
    const t = step / 47;
    const aside = (0.014 * Math.sin(Math.PI * t * 2.2 + 0.3) + 0.004 * Math.sin(Math.PI * t * 7)) * (1 - t ** 3);
    const lon = 113.42 + 0.375 * t + aside * 0.6;
    return [lon, 34.638 + 0.265 * t ** 1.2 - aside];
  });
}

const rounded = (points: readonly LonLat[]): LonLat[] => points.map(roundPoint);

export const WATER_BODIES: readonly WaterBody[] = [
  { name: RIVER, kind: 'river', outline: rounded(river()) },
  ...LAKES.map(({ name, at, km }): WaterBody => ({ name, kind: 'lake', outline: rounded(lake(at, km)) })),
  { name: CANAL, kind: 'canal', outline: rounded(canal()) },
];
