import { COMMON_PASSWORDS } from './guessed-passwords.data.ts';
import { nameKey } from './person.ts';

export const SHORTEST_PASSWORD = 10;
/** Whoever hashes at our expense pays by the character too. */
export const LONGEST_PASSWORD = 128;

export type PasswordFault = 'too_short' | 'too_long' | 'has_name' | 'common' | 'unchanged';

const SAYINGS: Readonly<Record<PasswordFault, string>> = {
  too_short: `A password has at least ${String(SHORTEST_PASSWORD)} characters; some words in a row are easy to keep`,
  too_long: `A password has at most ${String(LONGEST_PASSWORD)} characters`,
  has_name: 'The password must not hold the name: it is the first that is tried',
  common: 'This password is among the first that are tried: take another',
  unchanged: 'This is the password that was given: take one that only you know',
};

export const sayPasswordFault = (fault: PasswordFault): string => SAYINGS[fault];

const MIN_NAME_IN_PASSWORD = 3;

/**
 * Length, the name, and what is guessed first; no rules on kinds of characters, which make passwords worse
 * (NIST SP 800-63B-4, 3.1.1.2).
 */
export function findPasswordFault(password: string, name: string): PasswordFault | null {
  const { length } = Array.from(password);
  if (length < SHORTEST_PASSWORD) return 'too_short';
  if (length > LONGEST_PASSWORD) return 'too_long';
  const key = nameKey(password);
  if (name.length >= MIN_NAME_IN_PASSWORD && key.includes(nameKey(name))) return 'has_name';
  return isGuessed(key) || isRepeated(key) || isRow(key) ? 'common' : null;
}

/** What is guessed first, with other figures and signs around it too: those are the second thing that is tried. */
const isGuessed = (key: string): boolean => COMMON_PASSWORDS.has(key) || COMMON_WORDS.has(wordIn(key));

const LETTERS: Readonly<Record<string, string>> = { '@': 'a', '0': 'o', '1': 'i', '3': 'e', $: 's', '5': 's' };

/** Without figures and signs at either end, and with letters for those within. */
const wordIn = (key: string): string =>
  key.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '').replaceAll(/[@013$5]/g, (sign) => LETTERS[sign] ?? sign);

const SHORTEST_WORD = 4;
const COMMON_WORDS: ReadonlySet<string> = new Set(
  [...COMMON_PASSWORDS].map(wordIn).filter(({ length }) => length >= SHORTEST_WORD),
);

/** `aaaaaaaaaa`, `1212121212`, `abcabcabcabc`. */
const isRepeated = (text: string): boolean => /^(.{1,4})\1+.{0,3}$/u.test(text);

/** `0123456789`, `7890123456`, `abcdefghij`, and the same backwards. */
function isRow(text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, i) => code - (codes[i] ?? 0));
  return [1, -1].some((step) => steps.every((is) => is === step || is === -9 * step));
}
