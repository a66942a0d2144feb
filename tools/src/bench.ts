// `npm run bench`: measures one of the house's promises.
import { realPart } from '@clearwell/testkit';
import { parseArgs } from 'node:util';
import { benchHistory } from './bench/history.ts';
import { benchEvents } from './bench/events.ts';
import { benchBrokerIngest } from './bench/broker-ingest.ts';
import { benchDetect } from './bench/detect.ts';
import { benchIngest } from './bench/ingest.ts';
import { benchScenarios } from './bench/scenarios.ts';
import { benchSensorFaults } from './bench/sensor-faults.ts';
import { build } from './build.ts';

const HELP = `npm run bench [-- ingest|history|events|faults|detect|scenarios] [-- options]

  ingest (the default)   readings taken in, committed and judged by the server and its own broker, as a ratio to the same
                         broker that acknowledges and keeps nothing; and through Mosquitto, where there is one, beside a
                         subscriber that only counts; each round runs both, the median round is printed
    --rounds N           3 unless told
  history                loads the readings of a city into SQLite and into InfluxDB, and measures questions about them,
                         alone and while readings come in
    --years N            3.7 unless told: 9.37 million readings of 48 stations, 8 values each
    --rounds N           times each question is asked; 3 unless told
    --dir FOLDER         where the data is put, and removed after; the temporary folder unless told
  faults                 breaks the probes of two recorded stations in every way we know: how often that is taken for a
                         water event, and how often the fault is named right; a table by fault and size
    --rounds N           faults of each kind and size in each recording; 20 unless told
    --budget N           false alerts a week that event detection may spend: 0.25, 0.5 (unless told) or 1
    --seed N             chooses places and values; the same for the same seed; 1 unless told
    --dir FOLDER         where the histories are; ../shared/data unless told
  events                 lays events over real histories, at random quiet places, and counts those that are found: by how
                         many channels move, how far (in usual deviations), in what shape, at three budgets
    --rounds N           places in each history; 60 unless told
    --dir FOLDER         where the histories are; ../shared/data unless told
  detect                 what judging costs: µs of processor time a value for each detector and all together, beside a plain
                         gated median in the same run, and kB of state a station; readings are invented
    --rounds N           years of one station; 3 unless told
    --seed N             chooses the readings; 1 unless told
    --full               judges a city's years on 2 cores as well: 48 stations for 3.7 years, 9.34 million readings
    --stations N, --years N   other sizes of it
  scenarios              what is said of quiet simulated cities, and of each scenario of firmware-sim added to one: by whom it is
                         heard, how soon, and as what; a confusion matrix
    --rounds N           times each scenario is added, at random places and times; 20 unless told
    --seeds N,N…         a city each; 7,8,9 unless told
    --only NAME,NAME…    these scenarios only
    --stations N, --weeks N, --budget N   48, 4 and 0.5 unless told
    --list               each incident notified in a quiet city, with what was under way; each scenario with what was said
    --markdown           tables in Markdown
  -h, --help`;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    years: { type: 'string', default: '3.7' },
    dir: { type: 'string' },
    budget: { type: 'string', default: '0.5' },
    seed: { type: 'string', default: '1' },
    stations: { type: 'string', default: '48' },
    full: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '7,8,9' },
    weeks: { type: 'string', default: '4' },
    only: { type: 'string', default: '' },
    list: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

/** Rounds of each bench unless told; what is not here is no bench. */
const ROUNDS: Readonly<Record<string, string>> = {
  ...{ ingest: '3', history: '3', events: '60', faults: '20', detect: '3', scenarios: '20' },
};

process.exitCode = await run(positionals[0] ?? 'ingest');

async function run(name: string): Promise<number> {
  const rounds = Number(options.rounds ?? ROUNDS[name]);
  const [years, budget, seed] = [Number(options.years), Number(options.budget), Number(options.seed)];
  const stations = Number(options.stations);
  const isKnown = [rounds, stations].every((count) => count >= 1) && years > 0 && budget > 0 && Number.isInteger(seed);
  if (options.help || !isKnown) {
    console.log(HELP);
    return options.help ? 0 : 1;
  }
  const inMemory: Readonly<Record<string, () => number | Promise<number>>> = {
    events: () => benchEvents(rounds, options.dir),
    faults: () => benchSensorFaults({ rounds, seed, budget, folder: options.dir }),
    detect: () => benchDetect({ rounds, seed, years, stations, isFull: options.full }),
    scenarios: () => scenarios(rounds, stations, budget),
  };
  const bench = inMemory[name];
  if (bench !== undefined) return bench();
  const code = await build();
  if (code !== 0) return code;
  if (name === 'ingest')
    return (await benchIngest(rounds)) || (realPart('mosquitto') === null ? 0 : await benchBrokerIngest(rounds));
  return benchHistory({ rounds, years, folder: options.dir });
}

function scenarios(rounds: number, stations: number, budget: number): number {
  const listed = (text: string): string[] => text.split(',').filter((part) => part !== '');
  const { list: isListed, markdown: isMarkdown } = options;
  const seeds = listed(options.seeds).map(Number);
  const weeks = Number(options.weeks);
  if (!Number.isInteger(weeks) || weeks < 1 || seeds.length === 0 || !seeds.every(Number.isInteger)) {
    console.log(HELP);
    return 1;
  }
  return benchScenarios({ seeds, stations, weeks, rounds, budget, only: listed(options.only), isListed, isMarkdown });
}
