import { pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);

/** What Mosquitto keeps of a password: PBKDF2-SHA512, written `$7$iterations$salt$hash`, both in Base64. */
export interface PasswordHash {
  readonly iterations: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** What mosquitto_passwd takes. Ours are random, 144 bits: nobody guesses them, however fast a guess is. */
const ITERATIONS = 101;
const SALT_BYTES = 12;
const HASH_BYTES = 64;
const PASSWORD_BYTES = 18;

/** 24 characters of a URL-safe alphabet, 144 bits at random: loggers, CSV files and shells take it as it is. */
export function makePassword(): string {
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  // In front of a command's argument or a spreadsheet's cell a sign would mean something.
  return /^[A-Za-z]/.test(password) ? password : makePassword();
}

/** The hash of a password as it stands in a password file, behind `name:`. */
export async function hashPassword(password: string, iterations = ITERATIONS): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, iterations, HASH_BYTES, 'sha512');
  return `$7$${String(iterations)}$${salt.toString('base64')}$${hash.toString('base64')}`;
}

const HASH = /^\$7\$([1-9]\d{0,8})\$([A-Za-z0-9+/]+={0,2})\$([A-Za-z0-9+/]+={0,2})$/;

/** Null for what is no `$7$` hash. */
export function parseHash(text: string): PasswordHash | null {
  const [, iterations, salt, hash] = HASH.exec(text) ?? [];
  if (iterations === undefined || salt === undefined || hash === undefined) return null;
  const decoded = Buffer.from(hash, 'base64');
  if (decoded.length !== HASH_BYTES) return null;
  return { iterations: Number(iterations), salt: Buffer.from(salt, 'base64'), hash: decoded };
}

/** Derived off the main thread. */
export async function isPassword(password: Uint8Array, { iterations, salt, hash }: PasswordHash): Promise<boolean> {
  return timingSafeEqual(await derive(password, salt, iterations, hash.length, 'sha512'), hash);
}
