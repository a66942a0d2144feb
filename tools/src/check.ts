// `npm run check [name …]`: the rules of the house that lint and types cannot see.
import { canariesCheck } from './checks/canaries.check.ts';
import { docsCheck } from './checks/docs.check.ts';
import { lockfileCheck } from './checks/lockfile.check.ts';
import { namesCheck } from './checks/names.check.ts';
import { reasonsCheck } from './checks/reasons.check.ts';
import { walkCheck } from './checks/walk.check.ts';

const CHECKS = [namesCheck, docsCheck, lockfileCheck, reasonsCheck, walkCheck, canariesCheck];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !CHECKS.some((check) => check.name === name));
if (unknown.length > 0) throw new Error(`No such check: ${unknown.join(', ')}`);

for (const check of CHECKS) {
  const { name, rule } = check;
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const faults = await check.find();
  console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${name}: every ${rule}`);
  for (const fault of faults) console.log(`       ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}
