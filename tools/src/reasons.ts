// `npm run reasons`: writes docs/detection/reasons.md anew, from what the word functions say.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { REASONS_FILE, reasonsPage } from './reasons/reasons-page.ts';
import { ROOT } from './run-node.ts';

writeFileSync(resolve(ROOT, REASONS_FILE), reasonsPage());
console.log(`Written: ${REASONS_FILE}`);
