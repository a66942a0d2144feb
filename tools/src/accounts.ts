// `npm run accounts`: the accounts of stations at the MQTT broker, of the server's own and of Mosquitto alike.
import { runCommand } from './accounts/commands.ts';
import { AccountsError } from './accounts/files.ts';
import { HELP, parseAccountOptions, UsageError } from './accounts/options.ts';

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  try {
    const options = parseAccountOptions(args);
    if (options === null) {
      console.log(HELP);
      return 0;
    }
    const { printed, notes } = await runCommand(options);
    process.stdout.write(printed);
    // Beside the output, which may go into a file.
    for (const note of notes) console.error(note);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof AccountsError)) throw error;
    console.error(error.message);
    return error instanceof UsageError ? 2 : 1;
  }
}
