import { parseAccountList } from '@clearwell/accounts';
import { readFileSync } from 'node:fs';

/** How to reach the broker, as the options say it. */
export interface BrokerSetting {
  readonly url: string;
  /** The account of stations that have none of their own. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** CSV file of the stations' own accounts: id,username,password. */
  readonly accountsFile: string | null;
  /** PEM file of the authority that signed the broker's certificate. */
  readonly caFile: string | null;
}

export interface BrokerAccess extends Pick<BrokerSetting, 'url' | 'username' | 'password'> {
  readonly accounts: ReadonlyMap<string, { readonly username: string; readonly password: string }>;
  /** Null trusts the well-known authorities. */
  readonly ca: string | null;
}

/** @throws Error that names the option whose file can't be used */
export function readBrokerAccess({ accountsFile, caFile, ...broker }: BrokerSetting): BrokerAccess {
  const rows = accountsFile === null ? [] : read('--accounts', accountsFile, parseAccountList);
  return {
    ...broker,
    accounts: new Map(rows.map(({ id, username, password }) => [id, { username, password }])),
    ca: caFile === null ? null : read('--ca', caFile, (text) => text),
  };
}

function read<T>(option: string, file: string, parse: (text: string) => T): T {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${option}: ${file} can't be used: ${(error as Error).message}`, { cause: error });
  }
}
