// `npm run bench`: measures one of the house's promises of speed.
import { parseArgs } from 'node:util';
import { benchHistory } from './bench/history.ts';
import { benchIngest } from './bench/ingest.ts';
import { build } from './build.ts';

const HELP = `npm run bench [-- ingest|history] [-- options]

  ingest (the default)   readings taken in, committed and judged by the server and its own broker, as a ratio to the same
                         broker that acknowledges and keeps nothing; each round runs both, the median round is printed
    --rounds N           3 unless told
  history                loads the readings of a city into SQLite and into InfluxDB, and measures questions about them,
                         alone and while readings come in
    --years N            3.7 unless told: 9.37 million readings of 48 stations, 8 values each
    --rounds N           times each question is asked; 3 unless told
    --dir FOLDER         where the data is put, and removed after; the temporary folder unless told
  -h, --help`;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    years: { type: 'string', default: '3.7' },
    dir: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

process.exitCode = await run(positionals[0] ?? 'ingest');

async function run(name: string): Promise<number> {
  const [rounds, years] = [Number(options.rounds), Number(options.years)];
  const isKnown = ['ingest', 'history'].includes(name) && rounds >= 1 && years > 0;
  if (options.help || !isKnown) {
    console.log(HELP);
    return options.help ? 0 : 1;
  }
  const code = await build();
  if (code !== 0) return code;
  return name === 'ingest' ? benchIngest(rounds) : benchHistory({ rounds, years, folder: options.dir });
}
