import { MINUTE, type EpochMs } from '@clearwell/water-quality';

interface Count {
  failures: number;
  lastAt: EpochMs;
}

/** How many wrong passwords in a row before nothing more is tried, and for how long. */
const MOST_OF_ACCOUNT = 5;
const MOST_OF_ADDRESS = 30;
const LOCKED_FOR = 15 * MINUTE;
/** More than people there are; whoever invents names must not fill the memory. */
const MOST_REMEMBERED = 10_000;

/**
 * Counts wrong passwords by name, whether or not somebody has it, and by address. In memory: a guess must not cost a
 * durable commit, and who can restart the server needs no password. What is done of it stands in the audit log.
 */
export class Attempts {
  readonly #accounts = new Map<string, Count>();
  readonly #addresses = new Map<string, Count>();

  /** How long nothing may be tried yet, ms; 0: now. A locked account is not locked longer by trying. */
  wait(name: string, address: string | null, now: EpochMs): number {
    const waits = [waitOf(this.#accounts.get(name), MOST_OF_ACCOUNT, now)];
    if (address !== null) waits.push(waitOf(this.#addresses.get(address), MOST_OF_ADDRESS, now));
    return Math.max(...waits);
  }

  /** Counted before the password is looked at: guesses that come together count as those that come in turn. */
  begin(name: string, address: string | null, now: EpochMs): void {
    count(this.#accounts, name, now);
    if (address !== null) count(this.#addresses, address, now);
  }

  /** It was right: of the name nothing is held against it, of the address this one. */
  succeed(name: string, address: string | null): void {
    this.#accounts.delete(name);
    const others = address === null ? undefined : this.#addresses.get(address);
    if (others !== undefined) others.failures -= 1;
  }
}

function waitOf(count: Count | undefined, most: number, now: EpochMs): number {
  if (count === undefined || count.failures < most) return 0;
  return Math.max(0, count.lastAt + LOCKED_FOR - now);
}

function count(counts: Map<string, Count>, key: string, now: EpochMs): void {
  const before = counts.get(key);
  counts.delete(key);
  const isForgotten = before === undefined || now >= before.lastAt + LOCKED_FOR;
  counts.set(key, { failures: (isForgotten ? 0 : before.failures) + 1, lastAt: now });
  if (counts.size <= MOST_REMEMBERED) return;
  // The oldest: a map keeps the order in which keys were set.
  const [oldest] = counts.keys();
  if (oldest !== undefined) counts.delete(oldest);
}
