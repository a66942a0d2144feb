// docs/WALK.md leads a newcomer from the topic to the marker. This check keeps it true. A line of the walk is
//   3. `libs/qualify/src/qualify-reading.ts`: what it does
// or, where the way from the line before goes over a wire,
//   7. `apps/web/src/socket.ts` (over socket.io: `libs/contracts/src/socket.ts`): what it does
import { dirname, posix } from 'node:path';
import type { Check } from './check-kind.ts';
import { readModule, type ModuleText, type Taken } from './module-text.ts';
import { isThere, textOf } from './repository.ts';

export interface Step {
  readonly path: string;
  /** The contract both ends of a wire share; null for a step taken inside one program. */
  readonly over: string | null;
}

const PAGE = 'docs/WALK.md';
const RIVER = 'apps/server/src/river.ts';

export const stepsOf = (page: string): Step[] =>
  [...page.matchAll(/^\d+\.\s+`([^`]+\.tsx?)`(.*)$/gm)].map(([, path = '', rest = '']) => ({
    path,
    over: /\(over [^:)]+: `?([\w./-]+\.ts)`?\)/.exec(rest)?.[1] ?? null,
  }));

/** Path → what the file takes and gives. */
export type ReadFile = (path: string) => ModuleText;

/** Why a step does not follow from the one before, or null if it does. */
export function faultOfStep(before: Step, step: Step, river: ModuleText | null, read: ReadFile): string | null {
  if (step.over !== null) {
    const ends = [before.path, step.path].filter((path) => namesTaken(path, step.over ?? '', read).length === 0);
    return ends.length === 0 ? null : `${ends.join(' and ')} take nothing from ${step.over}`;
  }
  const neighbours = takes(before.path, step.path, read) || takes(step.path, before.path, read);
  if (neighbours || (river !== null && isComposed(before.path, step.path, river, read))) return null;
  return `${step.path} does not follow ${before.path}: neither imports the other, and ${RIVER} does not name them in this order`;
}

const takes = (path: string, other: string, read: ReadFile): boolean => namesTaken(path, other, read).length > 0;

const namesTaken = (path: string, other: string, read: ReadFile): Taken[] =>
  read(path).imports.filter((taken) => isFrom(taken, path, other, read(other)));

/** Taken from a file itself, or by one of its names from the door of its package. */
function isFrom(taken: Taken, path: string, other: string, target: ModuleText): boolean {
  if (taken.from.startsWith('.')) return posix.join(dirname(path), taken.from) === other;
  const room = /^@clearwell\/([\w-]+)$/.exec(taken.from)?.[1];
  if (room === undefined || !other.startsWith(`libs/${room}/`)) return false;
  return target.exportedValues.has(taken.name) || target.exportedTypes.has(taken.name);
}

/** Whether the river names a value of the one before it first names a value of the other. */
function isComposed(before: string, after: string, river: ModuleText, read: ReadFile): boolean {
  const [first, second] = [before, after].map((path) => firstMention(path, river, read));
  return first !== undefined && second !== undefined && first < second;
}

function firstMention(path: string, river: ModuleText, read: ReadFile): number | undefined {
  const target = read(path);
  const values = river.imports.filter(
    (taken) => isFrom(taken, RIVER, path, target) && !target.exportedTypes.has(taken.name),
  );
  const places = values.map(({ alias }) => river.body.search(new RegExp(`\\b${alias}\\b`)));
  return places.filter((place) => place >= 0).sort((a, b) => a - b)[0];
}

export const walkCheck: Check = {
  name: 'walk',
  rule: 'step of docs/WALK.md follows from the one before',
  find: () => {
    if (!isThere(PAGE)) return [`${PAGE} is not there`];
    const steps = stepsOf(textOf(PAGE));
    const gone = steps.flatMap(({ path, over }) => [path, over ?? path]).filter((path) => !isThere(path));
    if (gone.length > 0) return [...new Set(gone)].map((path) => `${path} is not there`);
    if (steps.length < 2) return [`${PAGE} lists no steps: numbered lines that begin with a path in backticks`];
    const river = isThere(RIVER) ? readModule(textOf(RIVER)) : null;
    return steps.slice(1).flatMap((step, index) => {
      const before = steps[index];
      return (before && faultOfStep(before, step, river, (path) => readModule(textOf(path)))) ?? [];
    });
  },
};
