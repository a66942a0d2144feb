import { join } from 'node:path';
import { parseArgs } from 'node:util';

export const COMMANDS = ['list', 'reset', 'add-admin'] as const;
export type Command = (typeof COMMANDS)[number];

export interface PeopleOptions {
  readonly command: Command;
  /** Of a person; empty for `list`. */
  readonly name: string;
  readonly ledgerFile: string;
}

/** What is wrong with the command line, all of it. */
export class UsageError extends Error {}

export const HELP = `npm run people -- COMMAND [NAME] [options]

Lets people in again who are locked out, on the machine of the server and while it is stopped. Everything else is done
at /admin/people. What is done here stands in the audit log. (Accounts of stations: npm run accounts.)

  list              who may sign in, as what
  reset NAME        a new password, to be changed at the first sign-in; puts a person out of use back into it
  add-admin NAME    another admin, where the last one is gone

  --data DIR        the server's data folder (CLEARWELL_DATA, else ./data)
  --help

Exit codes: 0 done, 1 not done, 2 a wrong command line.`;

/** Null asks for help. */
export function parsePeopleOptions(args: readonly string[], env: NodeJS.ProcessEnv): PeopleOptions | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [command = '', name = '', ...more] = positionals;
  const isKnown = (text: string): text is Command => (COMMANDS as readonly string[]).includes(text);
  if (!isKnown(command)) throw new UsageError(`The first word must be one of ${COMMANDS.join(', ')}; see --help.`);
  if ((command === 'list') !== (name === '') || more.length > 0)
    throw new UsageError(command === 'list' ? 'list needs no name.' : `${command} needs one name.`);
  const named = values.data ?? env['CLEARWELL_DATA'];
  const folder = named === undefined || named === '' ? 'data' : named;
  return { command, name, ledgerFile: join(folder, 'ledger.db') };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { data: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0] ?? ''}; see --help.`, { cause: error });
  }
}
