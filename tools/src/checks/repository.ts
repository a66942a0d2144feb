import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { ROOT } from '../run-node.ts';

const LEFT_OUT = new Set(['node_modules', 'dist', '.git', '.nx', 'data', 'coverage']);

/** Files of the repository that match a glob: paths from its root, with `/`, sorted. */
export const filesOf = (glob: string): string[] =>
  globSync(glob, { cwd: ROOT, exclude: (path) => LEFT_OUT.has(path.split(sep).at(-1) ?? '') })
    .map((path) => path.split(sep).join('/'))
    .sort();

export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

export const isThere = (path: string): boolean => existsSync(join(ROOT, path));
