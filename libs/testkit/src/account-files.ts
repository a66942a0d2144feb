import { editPasswords, formatMosquittoAcl, hashPassword, parsePasswords, replaceFile } from '@clearwell/accounts';
import type { Station } from '@clearwell/water-quality';
import { join } from 'node:path';
import { loadAccounts, startMosquitto, withAccounts, type RunningMosquitto } from './mosquitto.ts';
import { temporaryFolder } from './temp.ts';

/** The password that `AccountFiles` gives an account. */
export const passwordOf = (name: string): string => `the password of ${name}`;

/** The files that `npm run accounts` writes, for accounts whose passwords a spec knows. */
export class AccountFiles {
  readonly folder = temporaryFolder();
  readonly passwords = join(this.folder, 'passwords');
  readonly #stations: readonly Station[];
  #text = '';

  constructor(stations: readonly Station[]) {
    this.#stations = stations;
  }

  /** These accounts and no others; those that were there keep their hashes. */
  async set(...names: string[]): Promise<this> {
    const { accounts } = parsePasswords(this.#text);
    const changes = new Map<string, string | null>([...accounts.keys()].map((name) => [name, null]));
    for (const name of names) {
      if (accounts.has(name)) changes.delete(name);
      else changes.set(name, await hashPassword(passwordOf(name)));
    }
    this.#text = editPasswords(this.#text, changes);
    await replaceFile(this.passwords, this.#text, 0o600);
    await replaceFile(join(this.folder, 'acl'), formatMosquittoAcl(this.#stations), 0o600);
    return this;
  }

  /** The real broker with these accounts, taken in as a deployment does. */
  async startMosquitto(): Promise<RunningMosquitto> {
    const folder = temporaryFolder();
    loadAccounts(this.folder, folder, passwordOf(SERVER));
    return startMosquitto({ folder, config: withAccounts(folder) });
  }

  /** Lets a running broker know of what was set since. */
  reload(broker: RunningMosquitto): void {
    loadAccounts(this.folder, broker.folder, passwordOf(SERVER));
    broker.reload();
  }
}

const SERVER = 'clearwell-server';

/** How the server reaches a broker that `AccountFiles` started. */
export const followMosquitto = ({ url }: RunningMosquitto): Record<string, string> => ({
  CLEARWELL_MQTT_URL: url,
  CLEARWELL_MQTT_USERNAME: SERVER,
  CLEARWELL_MQTT_PASSWORD: passwordOf(SERVER),
});
