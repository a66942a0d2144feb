import type { Refusal } from '@clearwell/ingest';

type What = Refusal['what'];

export const REFUSED: readonly What[] = ['login', 'publish', 'subscribe'];

const QUIET_MS = 60_000;
const MOST_REMEMBERED = 10_000;
const LONGEST = 200;

const VERBS: Readonly<Record<What, string>> = {
  login: 'log in from',
  publish: 'publish to',
  subscribe: 'subscribe to',
};

/** What stations were not allowed at the broker in the server since it started: counted, and told once a minute of each. */
export class Refusals {
  readonly #say: (what: string) => void;
  readonly #now: () => number;
  readonly #counts = new Map<What, number>();
  readonly #told = new Map<string, { readonly at: number; more: number }>();

  constructor(say: (what: string) => void, now: () => number = Date.now) {
    this.#say = say;
    this.#now = now;
  }

  count(what: What): number {
    return this.#counts.get(what) ?? 0;
  }

  note({ what, account, where }: Refusal): void {
    this.#counts.set(what, this.count(what) + 1);
    // Of logins the address counts: a guesser changes names.
    const key = `${what} ${what === 'login' ? where : (account ?? '')}`;
    const told = this.#told.get(key);
    if (told !== undefined && this.#now() - told.at < QUIET_MS) {
      told.more += 1;
      return;
    }
    if (this.#told.size >= MOST_REMEMBERED) this.#told.clear();
    this.#told.set(key, { at: this.#now(), more: 0 });
    const who = account === null ? 'Someone without an account' : `The account ${quote(account)}`;
    const more = told === undefined || told.more === 0 ? '' : `, and ${String(told.more)} times more before`;
    this.#say(`${who} was not allowed to ${VERBS[what]} ${quote(where)}${more}`);
  }
}

const quote = (text: string): string => JSON.stringify(text.slice(0, LONGEST));
