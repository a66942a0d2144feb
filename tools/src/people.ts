// `npm run people`: lets people in again who are locked out.
import { FolderTakenError, LedgerFileError } from '@clearwell/ledger';
import { PeopleRefused } from '@clearwell/people';
import { PeopleError, runCommand } from './people/commands.ts';
import { HELP, parsePeopleOptions, UsageError } from './people/options.ts';

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  try {
    const options = parsePeopleOptions(args, process.env);
    console.log(options === null ? HELP : await runCommand(options, Date.now()));
    return 0;
  } catch (error) {
    if (error instanceof FolderTakenError) console.error(`${error.message}: stop it first. Nothing was changed.`);
    else if ([UsageError, PeopleError, PeopleRefused, LedgerFileError].some((kind) => error instanceof kind))
      console.error((error as Error).message);
    else throw error;
    return error instanceof UsageError ? 2 : 1;
  }
}
