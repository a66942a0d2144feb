// By hand, after a change of the city: node firmware-sim/src/city/write-basemap.ts
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeBasemap } from './basemap.ts';

const folder = join(import.meta.dirname, '../../../apps/web/public/basemap');

mkdirSync(folder, { recursive: true });
for (const [file, text] of makeBasemap()) {
  writeFileSync(join(folder, file), text);
  console.log(`${join(folder, file)}: ${text.length} characters`);
}
