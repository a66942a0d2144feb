import type { AccountBook } from '@clearwell/accounts';
import { setTimeout as pause } from 'node:timers/promises';

export interface Login {
  readonly username: string | undefined;
  readonly password: Uint8Array | undefined;
  /** Where it comes from. */
  readonly address: string;
}

type Accounts = Pick<AccountBook, 'remembers' | 'verify'>;

/** A wrong password is answered after this; a right one at once. */
const WRONG_ANSWERED_MS = 1_000;
/** Wrong answers that may be due to one address at once; beyond them it is refused unread. */
const MOST_WRONG = 20;

/** The door of the broker: who comes in, and how fast passwords can be guessed (20 a second from one address). */
export class Logins {
  readonly #accounts: Accounts | null;
  readonly #anonymous: boolean;
  /** Address → wrong answers it is waiting for. */
  readonly #wrong = new Map<string, number>();

  constructor(accounts: Accounts | null, anonymous: boolean) {
    this.#accounts = accounts;
    this.#anonymous = anonymous;
  }

  /** Many stations may share one address (a mobile network's): who was let in before is not held up by the others. */
  async admit({ username, password = new Uint8Array(), address }: Login): Promise<boolean> {
    if (username === undefined) return this.#anonymous;
    if (this.#accounts?.remembers(username, password)) return true;
    if ((this.#wrong.get(address) ?? 0) >= MOST_WRONG) return false;
    if (await this.#accounts?.verify(username, password)) return true;
    this.#owe(address, 1);
    await pause(WRONG_ANSWERED_MS, undefined, { ref: false });
    this.#owe(address, -1);
    return false;
  }

  #owe(address: string, change: number): void {
    const owed = (this.#wrong.get(address) ?? 0) + change;
    if (owed > 0) this.#wrong.set(address, owed);
    else this.#wrong.delete(address);
  }
}
