// `npm run typecheck`: the programs, the pure libraries (without the types of Node), and the screens (with those of a browser).
import { resolve } from 'node:path';
import { ROOT, runNode } from './run-node.ts';

const TSC = resolve(ROOT, 'node_modules/typescript/bin/tsc');

const codes = await Promise.all([
  runNode([TSC, '-p', 'tsconfig.json']),
  runNode([TSC, '-p', 'tsconfig.pure.json']).then(async (code) => code || (await runNode([TSC, '-p', 'apps/web']))),
]);
process.exitCode = Math.max(...codes);
