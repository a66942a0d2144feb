import { stationIdSchema } from '@clearwell/contracts';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

export const COMMANDS = ['add', 'rotate', 'remove', 'list', 'write-acl'] as const;
export type Command = (typeof COMMANDS)[number];

export interface AccountOptions {
  readonly command: Command;
  /** The accounts that were named. */
  readonly names: readonly string[];
  readonly passwordFile: string;
  readonly aclFile: string;
  /** Where the stations are listed: a file, a running server, or nowhere. */
  readonly stations:
    { readonly kind: 'file'; readonly path: string } | { readonly kind: 'server'; readonly url: string } | null;
  /** CSV file the new passwords go to; null prints them. */
  readonly out: string | null;
  readonly force: boolean;
}

/** What is wrong with the command line, all of it. */
export class UsageError extends Error {}

export const HELP = `npm run accounts -- COMMAND [STATION …] [options]

Accounts of stations at the MQTT broker. An account is named by its station's id, and may publish for that station only.
The password file is Mosquitto's; the broker in the server reads the same (CLEARWELL_MQTT_ACCOUNTS=accounts/passwords).

  add [STATION …]    new accounts: for these, or for all stations that have none (--stations or --server)
  rotate STATION …   new passwords; whoever uses the old one is cut off
  remove STATION …   no account any more
  list               who has an account, and which stations have none
  write-acl          the access list for Mosquitto, of all stations (--stations or --server)

  --dir DIR          folder of the files 'passwords' and 'acl' (accounts)
  --stations FILE    the stations file, as CLEARWELL_STATIONS names it
  --server URL       or a running server, such as http://localhost:3000
  --out FILE         write new passwords there, a row a station: id,username,password; else they are printed.
                     They are nowhere else: only hashes are kept. The file must not be there yet
  --force            write-acl: replace an access list that was written by hand
  --help`;

type Values = ReturnType<typeof parse>['values'];

/** Null asks for help. */
export function parseAccountOptions(args: readonly string[]): AccountOptions | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [command = '', ...names] = positionals;
  const faults = faultsOf(command, names, values);
  if (!isCommand(command) || faults.length > 0) throw new UsageError(faults.join('\n'));
  return {
    ...{ command, names, out: values.out ?? null, force: values.force },
    stations: placeOf(values.stations, values.server),
    passwordFile: join(values.dir, 'passwords'),
    aclFile: join(values.dir, 'acl'),
  };
}

function faultsOf(command: string, names: readonly string[], { stations, server }: Values): string[] {
  const isListed = (stations ?? server) !== undefined;
  const isNamed = names.length > 0;
  const rules: readonly (readonly [broken: boolean, saying: string])[] = [
    [!isCommand(command), `The first word must be one of ${COMMANDS.join(', ')}; see --help.`],
    [stations !== undefined && server !== undefined, 'Give --stations or --server, not both.'],
    [server !== undefined && URL.parse(server) === null, '--server must look like http://localhost:3000.'],
    [command === 'write-acl' && !isListed, 'write-acl needs --stations or --server.'],
    [command === 'add' && !isNamed && !isListed, 'add needs the names of stations, or --stations or --server.'],
    [['remove', 'rotate'].includes(command) && !isNamed, `${command} needs the names of stations.`],
  ];
  const strange = names.filter((name) => !stationIdSchema.safeParse(name).success);
  return [
    ...rules.flatMap(([isBroken, saying]) => (isBroken ? [saying] : [])),
    ...strange.map((name) => `${name} is no station's id: lower-case letters, digits, - and _, up to 64.`),
  ];
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        dir: { type: 'string', default: 'accounts' },
        stations: { type: 'string' },
        server: { type: 'string' },
        out: { type: 'string' },
        force: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0] ?? ''}; see --help.`, { cause: error });
  }
}

const isCommand = (text: string): text is Command => COMMANDS.some((command) => command === text);

function placeOf(path: string | undefined, url: string | undefined): AccountOptions['stations'] {
  if (path !== undefined) return { kind: 'file', path };
  return url === undefined ? null : { kind: 'server', url };
}
