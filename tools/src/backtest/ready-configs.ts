import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'configs');

/** Configurations that come with the tool. */
export const CONFIG_NAMES: readonly string[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length))
  .sort();

/** The file of a ready configuration, or the file that is named. */
export const configFileOf = (name: string): string =>
  CONFIG_NAMES.includes(name) ? join(FOLDER, `${name}.json`) : name;
