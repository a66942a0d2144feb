// `npm run test:faults`: kills real servers, a real broker and a real InfluxDB under load, and counts what was lost or doubled.
import { endAll } from '@clearwell/testkit';
import { PARTS, partsAreRequired, realPart } from '@clearwell/testkit/parts';
import { parseArgs } from 'node:util';
import { build } from './build.ts';
import { planFaults } from './faults/fault-plan.ts';
import { runFaults, type FaultReport } from './faults/fault-run.ts';
import type { Holdings } from './faults/holdings.ts';

const HELP = `npm run test:faults [-- options]

  48 stations publish to Mosquitto; the server is killed at random moments and inside of commits, Mosquitto is ended by
  SIGTERM and by SIGKILL, InfluxDB is killed and away for a while. At the end what the stations had acknowledged is held
  against what the ledger and InfluxDB hold, and the episodes against those of a server that nothing happened to. Ends
  with 1 where they differ. Without an influxd its part is skipped, or refused if REQUIRE_REAL=1.

  --kills N      how often the server is killed, half of them (5 at least) by a failpoint in a commit (20)
  --seconds N    how long the stations sample at least, pauses not counted; they go on until all is over (60)
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
  if (partsAreRequired() && realPart('influxd') === null)
    problems.push(`REQUIRE_REAL=1, and InfluxDB is not found: ${PARTS.influxd.howToGet}.`);
  return problems.length > 0 ? { problems } : read;
}

function refuse(problems: readonly string[]): void {
  for (const problem of problems) console.error(problem);
  process.exitCode = 2;
}

async function run(options: Options): Promise<number> {
  const { kills, seconds, rate, seed, broker } = options;
  const began = performance.now();
  const say = (sentence: string): void => {
    console.log(`${((performance.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${sentence}`);
  };
  say(`seed ${String(seed)}: ${String(kills)} kills, ${String(rate)} readings/s, broker: ${broker}`);
  const influxd = realPart('influxd');
  if (influxd === null) say(`InfluxDB not found: its part is skipped. To get it: ${PARTS.influxd.howToGet}`);
  // One that runs elsewhere is not ours to kill.
  const isOurs = influxd !== null && process.env['INFLUX_URL'] === undefined;
  const faults = planFaults({ seed, kills, withBroker: broker === 'mosquitto', withInflux: isOurs });
  try {
    const report = await runFaults({ seed, rate, seconds, broker, withInflux: influxd !== null, faults, say });
    print(report, options);
    return report.differences.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(`The run broke off, and proves nothing (--seed ${String(seed)}): ${(error as Error).message}`);
    return 1;
  }
}

function print(report: FaultReport, { seed, broker }: Options): void {
  const brokerEnded = broker === 'mosquitto';
  const { killed, readings, episodes } = report;
  const inCommit = killed.before + killed.inside + killed.after;
  const { acknowledged, ledger, influx } = readings;
  const rows: [string, string][] = [
    [
      'server killed',
      `${count(killed.atRandom + inCommit)} times by SIGKILL, ${count(inCommit)} of them by a failpoint:`,
    ],
    ['', `${count(killed.before)} before, ${count(killed.inside)} inside, ${count(killed.after)} after a commit`],
    ['Mosquitto ended', brokerEnded ? 'once by SIGTERM, once by SIGKILL' : 'not there: the broker is in the server'],
    [
      'InfluxDB away',
      influx === null ? 'skipped' : `killed by SIGKILL, away for ${(report.influxAwayMs / 1_000).toFixed(1)} s`,
    ],
    ['sampled', `${count(report.sampled)} readings, ${count(Math.round(report.sampled / report.sampledFor))} a second`],
    ['time', `${report.seconds.toFixed(1)} s, ${report.sampledFor.toFixed(1)} s of them sampling`],
    ['came twice', `${count(report.duplicates)}, noticed and harmless`],
    ['asked for', `${count(report.askedFor)} after holes`],
    ['', ''],
    ['readings', '           sha256'],
    ['  acknowledged', held(acknowledged)],
    ['  in the ledger', held(ledger)],
    ['  in InfluxDB', influx === null ? 'skipped' : held(influx)],
    ['episodes', '           sha256'],
    ['  found', held(episodes.found)],
    ['  undisturbed', held(episodes.undisturbed)],
    ['', ''],
  ];
  const table = rows.map(([what, is]) => `${what.padEnd(18)}${is}`.trimEnd());
  const end =
    report.differences.length === 0
      ? ['Nothing was lost, nothing doubled, and the episodes are those of an undisturbed run.']
      : [...report.differences, `Run it again with --seed ${String(seed)}.`];
  console.log(['', ...table, ...end].join('\n'));
}

function count(n: number): string {
  return n.toLocaleString('en');
}

function held({ lines, sha256 }: Holdings): string {
  return `${count(lines.length).padStart(9)}  ${sha256}`;
}
