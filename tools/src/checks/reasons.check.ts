import { REASONS_FILE, reasonsPage, untold } from '../reasons/reasons-page.ts';
import type { Check } from './check-kind.ts';
import { isThere, textOf } from './repository.ts';

export const reasonsCheck: Check = {
  name: 'reasons',
  rule: `kind of finding is told in ${REASONS_FILE}, as the words are today`,
  find: () => [
    ...untold().map((code) => `${code} is told in no case of tools/src/reasons/cases.ts`),
    ...(isThere(REASONS_FILE) && textOf(REASONS_FILE) === reasonsPage()
      ? []
      : [`${REASONS_FILE} is stale: npm run reasons`]),
  ],
};
