import { buildStation, temporaryFolder } from '@clearwell/testkit';
import { stationId, type Station } from '@clearwell/water-quality';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a stations file with ordinary stations under these ids, a kilometre apart, and returns its path. */
export function writeStations(ids: readonly string[], overrides: Partial<Station> = {}): string {
  const stations = ids.map((id, index) =>
    buildStation({ id: stationId(id), position: { lat: 34.75, lon: 113.6 + index / 100 }, ...overrides }),
  );
  const file = join(temporaryFolder(), 'stations.json');
  writeFileSync(file, JSON.stringify({ stations }));
  return file;
}
