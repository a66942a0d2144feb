import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atTheEnd } from './ending.ts';

/** A new empty folder, removed when the spec file is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clearwell-'));
  atTheEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
