// `npm run backtest`: what Clearwell would have said of a history, had it been there.
import { HELP } from './backtest/help.ts';
import { parseOptions } from './backtest/options.ts';
import { backtestStation } from './backtest/station.ts';
import { ImportFault } from './import/import-fault.ts';

const STOPPED = 130;

const parsed = parseOptions(process.argv.slice(2));
if (parsed.kind === 'help') console.log(HELP);
else if (parsed.kind === 'bad') {
  for (const problem of parsed.problems) console.error(problem);
  process.exitCode = 2;
} else process.exitCode = await run();

async function run(): Promise<number> {
  if (parsed.kind !== 'station') return 2;
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  try {
    return (await backtestStation(parsed.options, stopping.signal)) ? 0 : STOPPED;
  } catch (error) {
    if (!(error instanceof ImportFault)) throw error;
    console.error(error.message);
    return 1;
  }
}
