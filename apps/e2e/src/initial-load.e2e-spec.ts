import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** As it is served; built before specs of this size run. */
const DIST = join(import.meta.dirname, '../../web/dist');
const ASSETS = join(DIST, 'assets');
const BUDGET = 180_000;

const textOf = (name: string): string => readFileSync(join(ASSETS, name), 'utf8');
const named = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name]) => String(name));

/** Scripts, and all that they can't run without. */
function withImports(names: readonly string[]): ReadonlySet<string> {
  const all = new Set<string>();
  const add = (name: string): void => {
    if (all.has(name)) return;
    all.add(name);
    for (const imported of named(textOf(name), /\b(?:from|import)\s*"\.\/([^"]+\.js)"/g)) add(imported);
  };
  for (const name of names) add(name);
  return all;
}

const compressed = (names: Iterable<string>): number =>
  [...names].reduce((sum, name) => sum + gzipSync(textOf(name)).length, 0);

const firstScripts = (): string[] =>
  named(readFileSync(join(DIST, 'index.html'), 'utf8'), /(?:src|href)="\/assets\/([^"]+\.js)"/g);

describe('the built page', () => {
  it('needs at most 180 kB of compressed scripts before its first marker', () => {
    const map = readdirSync(ASSETS).filter((name) => /^map-view-.*\.js$/.test(name));
    expect(map).toHaveLength(1);
    const needed = withImports([...firstScripts(), ...map]);
    expect(needed.size).toBeGreaterThan(2);
    expect(compressed(needed)).toBeLessThanOrEqual(BUDGET);
  });

  it('fetches charts, replay and the pages of alerts and of admins only when somebody asks for them', () => {
    const first = withImports(firstScripts());
    const later = /^(uPlot|station-drawer|replay-mode|alert-page|alerts-page|precision-page|admin-page|people-page)/;
    expect([...first].filter((name) => later.test(name))).toEqual([]);
  });
});
