import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parsePasswords, type PasswordFile } from './password-file.ts';
import { isPassword, type PasswordHash } from './password.ts';

export interface AccountBookOptions {
  /** Password files; of an account that stands in several the first one counts. */
  readonly files: readonly string[];
  /** How often files are looked at for changes, ms. */
  readonly lookEveryMs?: number;
  /** Told in words what became of a changed file. */
  readonly log: (what: string) => void;
}

/** A password file that can't be used, with every fault found in it. */
export class AccountsFileError extends Error {}

interface Account {
  readonly hash: PasswordHash;
  /** Digest of the password that was right: stations that come back in thousands cost no derivation again. */
  proven: Buffer | null;
}

const LOOK_EVERY_MS = 1_000;

/** Who may log in: the accounts of password files, read anew when a file changes. */
export class AccountBook {
  readonly #options: AccountBookOptions;
  readonly #secret = randomBytes(32);
  readonly #leavers: ((names: ReadonlySet<string>) => void)[] = [];
  #accounts = new Map<string, Account>();
  #stranger: PasswordHash = strangerLike([]);

  private constructor(options: AccountBookOptions) {
    this.#options = options;
  }

  /** @throws AccountsFileError */
  static async open(options: AccountBookOptions): Promise<AccountBook> {
    const book = new AccountBook(options);
    await book.#read();
    for (const file of options.files) {
      watchFile(file, { interval: options.lookEveryMs ?? LOOK_EVERY_MS, persistent: false }, book.#reread);
    }
    return book;
  }

  get size(): number {
    return this.#accounts.size;
  }

  /** Names the accounts that are gone or have another password: whoever used the old one has to leave. */
  onLeave(listener: (names: ReadonlySet<string>) => void): void {
    this.#leavers.push(listener);
  }

  /** Whether this password was right before. Costs next to nothing, and says nothing of one that was not. */
  remembers(name: string, password: Uint8Array): boolean {
    const proven = this.#accounts.get(name)?.proven;
    return proven != null && timingSafeEqual(proven, this.#digest(password));
  }

  /** Whether the account and the password are right; an account that is not there takes as long as a wrong password. */
  async verify(name: string, password: Uint8Array): Promise<boolean> {
    if (this.remembers(name, password)) return true;
    const account = this.#accounts.get(name);
    const right = await isPassword(password, account?.hash ?? this.#stranger);
    // Changed while it was derived: what is right now counts.
    if (!right || account === undefined || this.#accounts.get(name) !== account) return false;
    account.proven = this.#digest(password);
    return true;
  }

  close(): void {
    for (const file of this.#options.files) unwatchFile(file, this.#reread);
  }

  readonly #reread = (): void => {
    this.#read().then(
      () => {
        this.#options.log(`The accounts were read anew: ${String(this.size)} may log in`);
      },
      (error: unknown) => {
        this.#options.log(`${error instanceof Error ? error.message : String(error)}\nThe accounts stay as they were`);
      },
    );
  };

  async #read(): Promise<void> {
    const files = await Promise.all(this.#options.files.map(readPasswords));
    const before = this.#accounts;
    const after = new Map<string, Account>();
    for (const [name, hash] of files.flatMap(({ accounts }) => [...accounts])) {
      const known = before.get(name);
      if (!after.has(name)) after.set(name, known && isSame(known.hash, hash) ? known : { hash, proven: null });
    }
    this.#accounts = after;
    this.#stranger = strangerLike([...after.values()].map(({ hash }) => hash));
    const gone = new Set([...before].flatMap(([name, account]) => (after.get(name) === account ? [] : [name])));
    if (gone.size > 0) for (const tell of this.#leavers) tell(gone);
  }

  #digest(password: Uint8Array): Buffer {
    return createHmac('sha256', this.#secret).update(password).digest();
  }
}

const isSame = (a: PasswordHash, b: PasswordHash): boolean =>
  a.iterations === b.iterations && a.salt.equals(b.salt) && a.hash.equals(b.hash);

/** A password nobody has, as costly to try as the others. */
const strangerLike = (hashes: readonly PasswordHash[]): PasswordHash => ({
  iterations: hashes.reduce((most, { iterations }) => Math.max(most, iterations), 1),
  salt: randomBytes(12),
  hash: randomBytes(64),
});

async function readPasswords(path: string): Promise<PasswordFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new AccountsFileError(`the accounts file ${path} can't be read (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    });
  }
  const file = parsePasswords(text);
  if (file.faults.length > 0)
    throw new AccountsFileError(`the accounts file ${path} can't be used:\n${file.faults.join('\n')}`);
  return file;
}
