// `npm run backtest`: what Clearwell would have said of a history, had it been there.
import { backtestCity } from './backtest/city/city.ts';
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
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  try {
    return (await backtest(stopping.signal)) ? 0 : STOPPED;
  } catch (error) {
    if (!(error instanceof ImportFault)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** @returns whether it is through */
function backtest(stopped: AbortSignal): Promise<boolean> {
  if (parsed.kind === 'city') return backtestCity(parsed.options, stopped);
  if (parsed.kind === 'station') return backtestStation(parsed.options, stopped);
  return Promise.resolve(false);
}
