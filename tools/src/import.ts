// `npm run import`: brings history from files into the running server.
import { importFile } from './import/file-import.ts';
import { importFolder } from './import/folder-import.ts';
import { HELP } from './import/help.ts';
import { ImportFault } from './import/import-fault.ts';
import { parseOptions, type Parsed } from './import/options.ts';

const STOPPED = 130;

const parsed = parseOptions(process.argv.slice(2), process.env);
if (parsed.kind === 'help') console.log(HELP);
else if (parsed.kind === 'bad') {
  for (const problem of parsed.problems) console.error(problem);
  process.exitCode = 2;
} else process.exitCode = await run(parsed);

async function run(given: Extract<Parsed, { kind: 'file' | 'folder' }>): Promise<number> {
  try {
    const stopped = stopSignal();
    const isWhole =
      given.kind === 'file'
        ? await importFile(given.options, given.way, stopped)
        : await importFolder(given.folder, given.way, stopped);
    return isWhole ? 0 : STOPPED;
  } catch (error) {
    if (!(error instanceof ImportFault)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** The first Ctrl-C lets what is on its way be answered, the second gives up. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(STOPPED);
      stopping.abort();
    });
  }
  return stopping.signal;
}
