import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { ESLint } from 'eslint';
import { NX, ROOT, runNode } from '../run-node.ts';
import { CANARIES, type Canary } from './canaries.data.ts';
import type { Check } from './check-kind.ts';

const pathOf = (canary: Canary): string => resolve(ROOT, canary.path);

function removeCanaries(): void {
  for (const canary of CANARIES) rmSync(pathOf(canary), { force: true });
}

function writeCanaries(): void {
  for (const canary of CANARIES) {
    mkdirSync(dirname(pathOf(canary)), { recursive: true });
    writeFileSync(pathOf(canary), canary.source);
  }
}

/** Path → the rules it breaks. */
async function lintCanaries(): Promise<Map<string, string[]>> {
  const results = await new ESLint({ cwd: ROOT }).lintFiles(CANARIES.map((canary) => canary.path));
  return new Map(
    results.map(({ filePath, messages }) => [
      relative(ROOT, filePath).replaceAll('\\', '/'),
      messages.map(({ ruleId, message }) => ruleId ?? message),
    ]),
  );
}

function faultOf({ path, source, breaks }: Canary, broken: readonly string[]): string[] {
  const said = broken.join(', ') || 'nothing';
  if (breaks === null)
    return broken.length === 0 ? [] : [`${path} is allowed, and lint says ${said}: ${source.trim()}`];
  return broken.includes(breaks) ? [] : [`${path} must break ${breaks}, and lint says ${said}: ${source.trim()}`];
}

export const canariesCheck: Check = {
  name: 'canaries',
  rule: 'rule between and inside the rooms is caught by lint, and nothing allowed is',
  find: async () => {
    // Without the project graph the boundary rule silently passes everything.
    if ((await runNode([NX, 'show', 'projects', '--json'], 'quiet')) !== 0) return ['nx has no project graph'];
    process.once('exit', removeCanaries);
    try {
      writeCanaries();
      const broken = await lintCanaries();
      return CANARIES.flatMap((canary) => faultOf(canary, broken.get(canary.path) ?? []));
    } finally {
      removeCanaries();
    }
  },
};
