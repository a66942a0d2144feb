import { basename, dirname, posix } from 'node:path';
import type { Check } from './check-kind.ts';
import { filesOf, isThere, textOf } from './repository.ts';

/** What a page points at. */
export interface Pointer {
  readonly kind: 'path' | 'link';
  readonly target: string;
}

const ROOMS = /^(?:apps|libs|docs|docker|tools|firmware-sim|src|\.ci|\.{1,2})\//;
const FILE = /^[\w.-]+\.(?:md|ts|tsx|mjs|json|yml|conf)$/;
/** Patterns, placeholders and commands are no paths; neither is what a build makes. */
const NO_PATH = /[\s{}<>*$=:()|,…]|\.\.\.|(?:^|\/)(?:dist|node_modules)(?:\/|$)/;
const ELSEWHERE = /^[a-z][a-z+.-]*:|^\/|^$/i;

const isPath = (text: string): boolean => !NO_PATH.test(text) && (ROOMS.test(text) || FILE.test(text));

/** The repository paths in backticks and the links to other pages, outside of code blocks. */
export function pointersOf(markdown: string): Pointer[] {
  const prose = markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, '');
  const quoted = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text).filter(isPath);
  const linked = [...prose.replace(/`[^`\n]+`/g, '').matchAll(/\]\(\s*<?([^)\s>]*)>?[^)]*\)/g)].map(
    ([, to = '']) => to,
  );
  return [
    ...quoted.map((target) => ({ kind: 'path' as const, target })),
    ...linked.filter((to) => !ELSEWHERE.test(to)).map((target) => ({ kind: 'link' as const, target })),
  ];
}

/** The anchors of a page's headings, as GitHub makes them. */
export const anchorsOf = (markdown: string): Set<string> =>
  new Set(
    [...markdown.matchAll(/^#{1,6}\s+(.+?)\s*$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );

/** Whether a quoted path leads somewhere: from the root, from the page, or as the bare name of a file. */
function leads(path: string, page: string, names: ReadonlySet<string>): boolean {
  const clean = path.replace(/#.*$/, '');
  const beside = posix.join(dirname(page), clean);
  return isThere(clean) || isThere(beside) || (!clean.includes('/') && names.has(clean));
}

function faultOfLink(target: string, page: string): string | null {
  const [path = '', anchor] = decodeURI(target).split('#');
  const file = path === '' ? page : posix.join(dirname(page), path);
  if (!isThere(file)) return 'is not there';
  if (!anchor || !file.endsWith('.md')) return null;
  return anchorsOf(textOf(file)).has(anchor) ? null : 'has no such heading';
}

function faultsOfPage(page: string, names: ReadonlySet<string>): string[] {
  return pointersOf(textOf(page)).flatMap(({ kind, target }) => {
    const fault = kind === 'link' ? faultOfLink(target, page) : leads(target, page, names) ? null : 'is not there';
    return fault === null ? [] : [`${page}: ${target} ${fault}`];
  });
}

export const docsCheck: Check = {
  name: 'docs',
  rule: 'path and link in a page leads somewhere',
  find: () => {
    const names = new Set(filesOf('**/*').map((path) => basename(path)));
    return filesOf('**/*.md').flatMap((page) => faultsOfPage(page, names));
  },
};
