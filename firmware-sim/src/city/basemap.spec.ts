import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeBasemap } from './basemap.ts';
import { DISTRICTS } from './districts.ts';
import { isInside, sidesOf, type LonLat } from './plane.ts';

const FOLDER = join(import.meta.dirname, '../../../apps/web/public/basemap');

const nameOf = ([lon, lat]: LonLat): string => `${lon},${lat}`;

describe('the shipped basemap', () => {
  it.each([...makeBasemap()])('%s is what write-basemap.ts makes', (file, text) => {
    expect(readFileSync(join(FOLDER, file), 'utf8')).toBe(text);
  });

  it('stays small', () => {
    const size = [...makeBasemap().values()].reduce((sum, text) => sum + text.length, 0);
    expect(size).toBeLessThan(60_000);
  });
});

describe('the districts', () => {
  it('share their edges exactly: each inner one is walked once in each direction', () => {
    const walked = new Set<string>();
    for (const { outline } of DISTRICTS)
      for (const [a, b] of sidesOf(outline)) {
        const side = `${nameOf(a)} ${nameOf(b)}`;
        expect(walked.has(side)).toBe(false);
        walked.add(side);
      }
    const unshared = [...walked].filter((side) => !walked.has(side.split(' ').toReversed().join(' ')));
    // What has no other side is the city's edge: one closed line of 120 sides.
    expect(unshared).toHaveLength(120);
  });

  it('cover every place of the city once', () => {
    for (let lon = 113.5; lon < 113.86; lon += 0.0091) {
      for (let lat = 34.64; lat < 34.88; lat += 0.0073) {
        const owners = DISTRICTS.filter(({ outline }) => isInside([lon, lat], outline)).length;
        expect(owners).toBeLessThanOrEqual(1);
        if (Math.hypot((lon - 113.675) / 0.2, (lat - 34.757) / 0.122) < 0.8) expect(owners).toBe(1);
      }
    }
  });
});
