import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Recorded data stands beside the checkout where it is at all: its licences and size keep it out of the repository. */
const FOLDER = resolve(import.meta.dirname, '../../../../shared/data');

export const sharedData = (...parts: readonly string[]): string => join(FOLDER, ...parts);

/** Describes specs over recorded data. Skipped where there is none, by name: nobody can fetch it by a command. */
export function describeWithData(path: string, name: string, specs: () => void): void {
  const declare = existsSync(path) ? describe : describe.skip;
  declare(`${name} (needs ../shared/data beside the checkout)`, specs);
}
