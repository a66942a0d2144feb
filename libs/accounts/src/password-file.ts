import { parseHash, type PasswordHash } from './password.ts';

/** Mosquitto's password file, which the broker in the server reads too: a line `name:$7$…` for each account. */
export interface PasswordFile {
  readonly accounts: ReadonlyMap<string, PasswordHash>;
  /** Lines that are no account, in words that never hold what stands there. */
  readonly faults: readonly string[];
}

const isAccount = (line: string): boolean => line.trim() !== '' && !line.startsWith('#');

const nameOf = (line: string): string => line.slice(0, Math.max(0, line.indexOf(':')));

export function parsePasswords(text: string): PasswordFile {
  const accounts = new Map<string, PasswordHash>();
  const faults: string[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (!isAccount(line)) continue;
    const name = nameOf(line);
    const hash = parseHash(line.slice(name.length + 1).trimEnd());
    const where = `line ${String(i + 1)}`;
    if (name === '') faults.push(`${where}: no name before a colon`);
    else if (accounts.has(name)) faults.push(`${where}: ${name} stands there twice`);
    else if (hash === null) faults.push(`${where}: ${name} has no $7$ password: set it anew with mosquitto_passwd`);
    else accounts.set(name, hash);
  }
  return { accounts, faults };
}

/** The file with these accounts' hashes set, or removed where null. Other lines stay as they are, where they are. */
export function editPasswords(text: string, changes: ReadonlyMap<string, string | null>): string {
  const left = new Map(changes);
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const name = nameOf(line);
    const hash = changes.get(name);
    if (!isAccount(line) || hash === undefined) return [line];
    left.delete(name);
    return hash === null ? [] : [`${name}:${hash}`];
  });
  if (lines.at(-1) === '') lines.pop();
  const added = [...left].flatMap(([name, hash]) => (hash === null ? [] : [`${name}:${hash}`]));
  return [...lines, ...added, ''].join('\n');
}
