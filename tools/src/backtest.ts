// `npm run backtest`: what Clearwell would have said of a history, had it been there.
import { backtestCity } from './backtest/city/city.ts';
import { problemsOfFiles } from './backtest/given-problems.ts';
import { HELP } from './backtest/help.ts';
import { parseOptions, type Parsed } from './backtest/options.ts';
import { backtestStation } from './backtest/station.ts';
import { ImportFault } from './import/import-fault.ts';

const STOPPED = 130;

type Asked = Exclude<Parsed, { kind: 'help' }>;

const parsed = parseOptions(process.argv.slice(2));
if (parsed.kind === 'help') console.log(HELP);
else process.exitCode = await run(parsed);

async function run(asked: Asked): Promise<number> {
  const problems = [...asked.problems, ...(await problemsOfFiles(asked))];
  if (problems.length > 0) {
    for (const problem of problems) console.error(problem);
    return asked.problems.length > 0 ? 2 : 1;
  }
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  try {
    return (await backtest(asked, stopping.signal)) ? 0 : STOPPED;
  } catch (error) {
    if (!(error instanceof ImportFault)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** @returns whether it is through */
function backtest(asked: Asked, stopped: AbortSignal): Promise<boolean> {
  return asked.kind === 'city' ? backtestCity(asked.options, stopped) : backtestStation(asked.options, stopped);
}
