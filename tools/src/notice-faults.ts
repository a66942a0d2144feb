// `npm run test:notices`: kills a process that tells of alerts between a commit and what follows, and counts what was lost.
import { keyOf, randomStream } from '@clearwell/firmware-sim';
import { endAll } from '@clearwell/testkit';
import { parseArgs } from 'node:util';
import { killNotices } from './faults/notice-kills.ts';

const HELP = `npm run test:notices [-- options]

  A process that raises alerts and posts them to a webhook is killed: before, inside and after a commit, and while an answer
  is awaited; at times the receiver is not well. At the end it is counted which notices were lost, came out of order, or
  were told though they had never been committed. Ends with 1 where there is one.

  --kills N   how often (50)
  --seed N    of where (now)
  -h, --help`;

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now()) },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const [kills, seed] = [Number(options.kills), Number(options.seed)];

if (options.help || !(Number.isInteger(kills) && kills >= 1 && Number.isInteger(seed))) {
  console.log(HELP);
  process.exitCode = options.help ? 0 : 2;
} else {
  const started = performance.now();
  const report = await killNotices(kills, randomStream(keyOf(seed, 'notices'))).finally(endAll);
  const { missing, unfounded, disordered, mixedUp } = report;
  const seconds = ((performance.now() - started) / 1_000).toFixed(0);
  console.log(
    `Seed ${String(seed)}, ${seconds} s: killed ${String(kills)} times; ${String(report.notices)} notices committed, ` +
      `${String(report.posted)} requests, ${String(report.repeated)} of them repeats with the same key, ` +
      `${String(report.merged)} notices merged into a later one`,
  );
  const faults = { missing, unfounded, disordered, mixedUp };
  for (const [name, keys] of Object.entries(faults)) console.log(`${name}: ${String(keys.length)} ${keys.join(' ')}`);
  process.exitCode = Object.values(faults).some((keys) => keys.length > 0) ? 1 : 0;
}
