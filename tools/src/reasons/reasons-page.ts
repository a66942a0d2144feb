import { PAGING_CODES } from '@clearwell/detect';
import { FAULTS, TRENDS } from '@clearwell/water-quality';
import { REASONS } from './cases.ts';
import type { ReasonCase } from './reason-case.ts';

export const REASONS_FILE = 'docs/detection/reasons.md';

const HEAD = `# Reasons

What people are told, as the word functions in \`libs/detect/src/words\` say it today: what moved and how far, since when, against
what, and what else it may be. Times are of Asia/Shanghai. Nothing of it is stored; sentences are made of codes and figures.

This page is made from the cases in \`tools/src/reasons/cases.ts\`, whose figures are of real runs where nothing else is said. Do not edit it: \`npm run reasons\` writes it anew, and
\`npm run check reasons\` says when it is stale.
`;

const sectionOf = ({ code, figuresOf, said }: ReasonCase, number: number): string =>
  `**${String(number)}. ${code}** (${figuresOf})\n\n${said.zh}\n\n${said.en}\n`;

/** The page of all reasons, numbered. */
export function reasonsPage(): string {
  let number = 0;
  const chapters = Object.entries(REASONS).map(
    ([name, cases]) => `## ${name}\n\n${cases.map((one) => sectionOf(one, ++number)).join('\n')}`,
  );
  return [HEAD, ...chapters].join('\n');
}

/** What must be told of on the page. */
export const WANTED: readonly string[] = [
  ...['limit red', 'limit amber', 'silence', 'link', 'event'],
  ...FAULTS.map((fault) => `fault ${fault}`),
  ...TRENDS.map((window) => `trend ${window}`),
  ...PAGING_CODES.map((code) => `incident ${code}`),
];

export const ALL_REASONS: readonly ReasonCase[] = Object.values(REASONS).flat();

/** What there is to tell, and the page does not show. */
export const untold = (): string[] => WANTED.filter((code) => !ALL_REASONS.some((one) => one.code.startsWith(code)));
