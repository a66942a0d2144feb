// `npm start`: builds what has changed, then becomes the server, with a simulated city beside it.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.ts';
import { ROOT } from './run-node.ts';

console.log('Clearwell: building what has changed …');
const code = await build();
if (code === 0) {
  process.argv.push('--demo');
  await import(pathToFileURL(resolve(ROOT, 'apps/server/dist/main.js')).href);
} else {
  console.error('Clearwell could not be built; above is why');
  process.exitCode = code;
}
