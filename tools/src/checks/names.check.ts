import type { Check } from './check-kind.ts';
import { filesOf } from './repository.ts';

const WORDS = '[a-z0-9]+(?:-[a-z0-9]+)*';
const SUFFIX = '(?:\\.(?:module|controller|gateway|schema|check|data))?(?:\\.(?:spec|int-spec|e2e-spec))?';
/** A language's name is spelt as BCP 47 has it. */
const LANGUAGE = '[a-z]{2}-[A-Z]{2}';
const FILE = new RegExp(`^(?:${WORDS}|${LANGUAGE})(?:${SUFFIX}|\\.config|\\.d)\\.(?:ts|tsx|mjs|css)$`);
const FOLDER = new RegExp(`^${WORDS}$`);
/** Names that say nothing, and so collect everything. */
const EMPTY = /(?:^|-)(?:utils?|helpers?|common|shared|managers?|base)(?:$|[-.])/;

/** What is wrong with a path's name, or null. */
export function faultOfName(path: string): string | null {
  const folders = path.split('/');
  const file = folders.pop() ?? '';
  if (!FILE.test(file)) return `${path}: not kebab-case with a suffix of the closed set`;
  const odd = folders.find((folder) => !FOLDER.test(folder));
  if (odd !== undefined) return `${path}: the folder ${odd} is not kebab-case`;
  const empty = [...folders, file].find((name) => EMPTY.test(name));
  return empty === undefined ? null : `${path}: ${empty} says nothing of what is in it`;
}

export const namesCheck: Check = {
  name: 'names',
  rule: 'source file is named in kebab-case, with a suffix of the closed set, for what is in it',
  find: () =>
    filesOf('{apps,libs,firmware-sim,tools}/**/*.{ts,tsx,mjs,css}').flatMap((path) => faultOfName(path) ?? []),
};
