// `npm run test:faults`: kills real servers and a real broker under load, and counts what was lost or doubled.
import { endAll, realPart } from '@clearwell/testkit';
import { parseArgs } from 'node:util';
import { build } from './build.ts';
import { planFaults } from './faults/fault-plan.ts';
import { FaultRun, type FaultReport } from './faults/fault-run.ts';

const HELP = `npm run test:faults [-- options]

  48 stations publish to Mosquitto; the server is killed at random moments and inside of commits, Mosquitto is ended by
  SIGTERM and by SIGKILL. At the end what the stations had acknowledged is held against what is stored, and the episodes
  against those of a server that nothing happened to. Ends with 1 where they differ.

  --kills N      how often the server is killed, a third of them (5 at least) in a commit (20)
  --seconds N    how long the stations sample at least; they go on until all faults are over (60)
  --rate N       readings a second, of all stations together (1000)
  --seed N       of what is measured, and of what goes wrong when (now)
  --embedded     with the broker in the server instead of Mosquitto
  --no-build     use apps/server/dist as it is
  -h, --help`;

interface Options {
  readonly kills: number;
  readonly seconds: number;
  readonly rate: number;
  readonly seed: number;
  readonly broker: 'mosquitto' | 'embedded';
  readonly build: boolean;
}

const options = readOptions();
if (options === null) console.log(HELP);
else if ('problems' in options) refuse(options.problems);
else {
  // Nothing that was started outlives this program.
  process.once('SIGINT', () => void endAll().then(() => process.exit(130)));
  process.exitCode = (options.build ? await build() : 0) || (await run(options).finally(endAll));
}

/** The options, what is wrong with them, or null for help. */
function readOptions(): Options | { readonly problems: readonly string[] } | null {
  const text = { type: 'string' } as const;
  let values;
  try {
    ({ values } = parseArgs({
      allowNegative: true,
      options: {
        ...{ kills: text, seconds: text, rate: text, seed: text },
        embedded: { type: 'boolean', default: false },
        build: { type: 'boolean', default: true },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }));
  } catch (error) {
    return { problems: [`${(error as Error).message.split('. ')[0] ?? ''}; see --help.`] };
  }
  if (values.help) return null;
  const problems: string[] = [];
  const number = (
    name: 'kills' | 'seconds' | 'rate' | 'seed',
    otherwise: number,
    least: number,
    most: number,
  ): number => {
    const value = values[name] === undefined ? otherwise : Number(values[name]);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    problems.push(`--${name} must be a whole number from ${String(least)} to ${String(most)}.`);
    return otherwise;
  };
  const read: Options = {
    kills: number('kills', 20, 0, 1_000),
    seconds: number('seconds', 60, 1, 600),
    rate: number('rate', 1_000, 1, 10_000),
    seed: number('seed', Date.now() % 1_000_000, 0, 2 ** 31),
    broker: values.embedded ? 'embedded' : 'mosquitto',
    build: values.build,
  };
  if (read.broker === 'mosquitto' && realPart('mosquitto') === null)
    problems.push('Mosquitto is not installed: install it (apt-get install mosquitto), or give --embedded.');
  return problems.length > 0 ? { problems } : read;
}

function refuse(problems: readonly string[]): void {
  for (const problem of problems) console.error(problem);
  process.exitCode = 2;
}

async function run({ kills, seconds, rate, seed, broker }: Options): Promise<number> {
  const began = performance.now();
  const say = (sentence: string): void => {
    console.log(`${((performance.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${sentence}`);
  };
  say(`seed ${String(seed)}: ${String(kills)} kills, ${String(rate)} readings/s, broker: ${broker}`);
  const faults = planFaults({ seed, kills, withBroker: broker === 'mosquitto' });
  try {
    const report = await FaultRun.run({ seed, rate, seconds, broker, faults, say });
    print(report, seed);
    return report.differences.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(`The run broke off, and proves nothing (--seed ${String(seed)}): ${(error as Error).message}`);
    return 1;
  }
}

function print(report: FaultReport, seed: number): void {
  const count = (n: number): string => n.toLocaleString('en');
  const { kills, inCommit, sha256 } = report;
  console.log(
    [
      `server killed ${count(kills)} times, ${count(inCommit)} of them in a commit; ${report.seconds.toFixed(1)} s`,
      `readings acknowledged ${count(report.acknowledged)}, sha256 ${sha256.acknowledged}`,
      `readings stored       ${count(report.stored)}, sha256 ${sha256.stored}`,
      `came twice and were noticed: ${count(report.duplicates)}; asked for after a hole: ${count(report.askedFor)}`,
      `episodes              ${count(report.episodes)}, sha256 ${sha256.episodes}`,
      ...(report.differences.length === 0
        ? ['Nothing was lost, nothing doubled, and the episodes are those of an undisturbed run.']
        : [...report.differences, `Run it again with --seed ${String(seed)}.`]),
    ].join('\n'),
  );
}
