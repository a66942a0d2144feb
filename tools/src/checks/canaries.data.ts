/** A file that must break a rule, or, with `breaks: null`, must not. */
export interface Canary {
  readonly path: string;
  readonly source: string;
  readonly breaks: string | null;
}

const BOUNDARY = '@nx/enforce-module-boundaries';

/** Every canary file is called this, so that one left behind is known. */
export const CANARY = 'lint-canary';

const canary = (room: string, source: string, breaks: string | null, ending = '.ts') => ({
  room,
  source,
  breaks,
  ending,
});

const wants = (door: string): string => `export * from '${door}';`;

export const CANARIES: readonly Canary[] = [
  canary('libs/detect', wants('@clearwell/ingest'), BOUNDARY),
  canary('libs/alerts', wants('@clearwell/detect'), BOUNDARY),
  canary('libs/notify', wants('@clearwell/alerts'), BOUNDARY),
  canary('libs/notify', wants('@clearwell/ledger'), BOUNDARY),
  canary('libs/ledger', wants('@clearwell/notify'), '@typescript-eslint/no-restricted-imports'),
  canary('libs/live', wants('@clearwell/ledger'), BOUNDARY),
  canary('libs/live', "export const lazy = () => import('@clearwell/ledger');", BOUNDARY),
  canary('libs/live', wants('../../ledger/src/index.ts'), BOUNDARY),
  canary('libs/ledger', wants('../../../apps/server/src/main.ts'), BOUNDARY),
  canary('libs/history', wants('@clearwell/ledger'), BOUNDARY),
  canary('libs/ledger', wants('@clearwell/detect'), '@typescript-eslint/no-restricted-imports'),
  canary('libs/water-quality', wants('@clearwell/contracts'), BOUNDARY),
  canary('libs/contracts', wants('@clearwell/stations'), BOUNDARY),
  canary('libs/ingest', wants('@clearwell/testkit'), BOUNDARY),
  canary('apps/web', wants('@clearwell/ledger'), BOUNDARY),
  canary('apps/web', wants('@clearwell/detect'), BOUNDARY),
  canary('firmware-sim', wants('@clearwell/ledger'), BOUNDARY),
  canary('tools', wants('@clearwell/live'), BOUNDARY),
  canary('libs/water-quality', wants('node:fs'), 'no-restricted-imports'),
  canary('libs/water-quality', wants('zod'), 'no-restricted-imports'),
  canary('libs/qualify', wants('zod'), 'no-restricted-imports'),
  canary('libs/contracts', wants('crypto'), 'no-restricted-imports'),
  canary('libs/detect', wants('mqtt'), 'no-restricted-imports'),
  canary('libs/water-quality', 'export const now = Date.now();', 'no-restricted-properties'),
  canary('libs/qualify', 'export const now = new Date();', 'no-restricted-syntax'),
  canary('libs/alerts', 'export const now = Date.now();', 'no-restricted-properties'),
  canary('libs/detect', 'export const dice = Math.random();', 'no-restricted-properties'),
  canary('libs/contracts', "export const page = fetch('https://example.org');", 'no-restricted-globals'),
  canary('libs/qualify', 'export const later = setTimeout(() => undefined, 1);', 'no-restricted-globals'),
  canary('libs/water-quality', 'export const name = process.title;', 'no-restricted-globals'),
  canary('apps/server', 'export const anything: any = 1;', '@typescript-eslint/no-explicit-any'),
  canary('apps/server', 'export const sure = [1][0]!;', '@typescript-eslint/no-non-null-assertion'),
  canary(
    'apps/web',
    "import { useState } from 'react'; export function Odd(p: { on: boolean }) { if (p.on) useState(1); return null; }",
    'react-hooks/rules-of-hooks',
    '.tsx',
  ),
  canary('libs/ingest', wants('@clearwell/contracts'), null),
  canary('tools', wants('@clearwell/qualify'), null),
  canary('libs/ingest', wants('@clearwell/stations'), null),
  canary('libs/ledger', "export type * from '@clearwell/detect';", null),
  canary('libs/detect', wants('@clearwell/testkit'), null, '.spec.ts'),
  canary('libs/water-quality', wants('@clearwell/testkit'), null, '.spec.ts'),
  canary('libs/testkit', wants('@clearwell/water-quality'), null),
  canary('apps/web', wants('@clearwell/contracts'), null),
  canary('apps/server', wants('@clearwell/ledger'), null),
  canary('libs/contracts', wants('zod/mini'), null),
  canary('apps/e2e', wants('@clearwell/testkit'), null, '.e2e-spec.ts'),
  canary('tools', wants('@clearwell/firmware-sim'), null),
].map(({ room, source, breaks, ending }, index) => ({
  path: `${room}/src/${CANARY}-${index}${ending}`,
  source: `${source}\n`,
  breaks,
}));
