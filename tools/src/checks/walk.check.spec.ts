import { readModule } from './module-text.ts';
import { faultOfStep, stepsOf, type Step } from './walk.check.ts';

const RIVER = `
import { judge, type Judgement } from '@clearwell/detect';
import { qualify } from '@clearwell/qualify';
export const flow = (reading: Judgement) => [qualify, judge];
`;

const FILES: Record<string, string> = {
  'libs/qualify/src/qualify.ts': 'export function qualify() {}',
  'libs/detect/src/judge.ts':
    "import { limit } from './limit.ts'; export const judge = limit; export type Judgement = 1;",
  'libs/detect/src/limit.ts': 'export const limit = 1;',
  'libs/live/src/gateway.ts': "import { EVENTS } from '@clearwell/contracts';",
  'libs/contracts/src/socket.ts': 'export const EVENTS = 1; export interface Frame {}',
  'apps/web/src/socket.ts': "import type { Frame } from '@clearwell/contracts';",
  'apps/web/src/marker.tsx': "import { open } from './other.ts';",
};

const fault = (before: string, after: string, over: string | null = null): string | null =>
  faultOfStep({ path: before, over: null }, { path: after, over }, readModule(RIVER), (path) =>
    readModule(FILES[path] ?? ''),
  );

test('reads the numbered lines and the contract of a wire', () => {
  const page = '1. `a.ts`: first\n\nwords `no.ts`\n2. `b.tsx` (over MQTT: `libs/contracts/src/topics.ts`): second';
  expect(stepsOf(page)).toEqual<Step[]>([
    { path: 'a.ts', over: null },
    { path: 'b.tsx', over: 'libs/contracts/src/topics.ts' },
  ]);
});

test('follows an import, either way', () => {
  expect(fault('libs/detect/src/judge.ts', 'libs/detect/src/limit.ts')).toBeNull();
  expect(fault('libs/detect/src/limit.ts', 'libs/detect/src/judge.ts')).toBeNull();
});

test('follows the order in which the river names two stages, not that of its imports', () => {
  expect(fault('libs/qualify/src/qualify.ts', 'libs/detect/src/judge.ts')).toBeNull();
  expect(fault('libs/detect/src/judge.ts', 'libs/qualify/src/qualify.ts')).toMatch(/does not follow/);
});

test('follows a wire when both ends take something from the contract', () => {
  const contract = 'libs/contracts/src/socket.ts';
  expect(fault('libs/live/src/gateway.ts', 'apps/web/src/socket.ts', contract)).toBeNull();
  expect(fault('libs/live/src/gateway.ts', 'apps/web/src/marker.tsx', contract)).toMatch(/marker.tsx take nothing/);
});

test('refuses files that have nothing to do with each other', () => {
  expect(fault('apps/web/src/socket.ts', 'apps/web/src/marker.tsx')).toMatch(/does not follow/);
});
