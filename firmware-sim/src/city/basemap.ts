import type { BilingualName } from '@clearwell/water-quality';
import { keyOf, randomStream } from '../random.ts';
import { DISTRICTS } from './districts.ts';
import { DEFAULT_SEED, DEFAULT_STATIONS, makeCity } from './make-city.ts';
import type { Pipe } from './network.ts';
import { kilometres, roundPoint, type LonLat } from './plane.ts';
import { WATER_BODIES } from './waters.ts';

interface Feature {
  readonly type: 'Feature';
  readonly properties: Readonly<Record<string, string | number>>;
  readonly geometry:
    | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly LonLat[])[] }
    | { readonly type: 'LineString'; readonly coordinates: readonly LonLat[] };
}

const ATTRIBUTION: BilingualName = { zh: '示意图 · 模拟管网', en: 'Schematic · simulated network' };

/** What the map is drawn on: file name → text. Invented by the simulator, so it needs neither network nor licence. */
export function makeBasemap(): ReadonlyMap<string, string> {
  return new Map([
    ['districts.geojson', collection(districtFeatures())],
    ['water.geojson', collection(waterFeatures())],
    ['pipes.geojson', collection(pipeFeatures())],
    ['basemap.json', description()],
  ]);
}

/** Laid out as Prettier would. */
const description = (): string => `{
  "crs": "EPSG:4326",
  "bounds": [
    [34.62, 113.45],
    [34.92, 113.9]
  ],
  "attribution": { "zh": "${ATTRIBUTION.zh}", "en": "${ATTRIBUTION.en}" }
}
`;

/** One feature a line: small, and a change shows in a diff. */
const collection = (features: readonly Feature[]): string =>
  `{"type":"FeatureCollection","features":[\n${features.map((one) => JSON.stringify(one)).join(',\n')}\n]}\n`;

const districtFeatures = (): Feature[] =>
  DISTRICTS.map(({ name, outline }) => ({
    type: 'Feature',
    properties: { ...name },
    geometry: { type: 'Polygon', coordinates: [outline] },
  }));

const waterFeatures = (): Feature[] =>
  WATER_BODIES.map(({ name, kind, outline }) => ({
    type: 'Feature',
    properties: { ...name, kind },
    geometry:
      kind === 'canal' ? { type: 'LineString', coordinates: outline } : { type: 'Polygon', coordinates: [outline] },
  }));

function pipeFeatures(): Feature[] {
  const { network } = makeCity({ seed: DEFAULT_SEED, stations: DEFAULT_STATIONS });
  const points = new Map(network.nodes.map(({ id, point }) => [id, point]));
  return network.edges.flatMap((pipe): Feature[] => {
    const [from, to] = [points.get(pipe.from), points.get(pipe.to)];
    if (from === undefined || to === undefined) return [];
    const properties = { diameter_mm: pipe.diameterMm, from: pipe.from, to: pipe.to };
    return [{ type: 'Feature', properties, geometry: { type: 'LineString', coordinates: course(pipe, from, to) } }];
  });
}

/** A main never runs quite straight: it sways to one side of the line between its ends, the farther the longer it is. */
function course({ from: fromId, to: toId }: Pipe, from: LonLat, to: LonLat): LonLat[] {
  const random = randomStream(keyOf('course', fromId, toId));
  const steps = Math.max(2, Math.round(kilometres(from, to) / 0.6));
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const [bow, snake] = [0.12 * (random() - 0.5), 0.06 * (random() - 0.5)];
  const between = Array.from({ length: steps - 1 }, (_, index): LonLat => {
    const t = (index + 1) / steps;
    const aside = bow * Math.sin(Math.PI * t) + snake * Math.sin(2 * Math.PI * t);
    return roundPoint([from[0] + dx * t - dy * aside, from[1] + dy * t + dx * aside]);
  });
  return [from, ...between, to];
}
