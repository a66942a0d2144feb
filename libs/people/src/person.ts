import type { Role } from '@clearwell/contracts/people';
import type { EpochMs } from '@clearwell/water-quality';

/** Somebody who may sign in. Never deleted: what they did stays theirs. */
export interface Person {
  readonly id: number;
  /** What is typed to sign in; lower-case, unique for ever. */
  readonly name: string;
  readonly fullName: string;
  /** Where they are rung up about an alert; null: nobody has said. */
  readonly phone: string | null;
  readonly role: Role;
  /** Chinese names of the districts they handle; null: all. */
  readonly districts: readonly string[] | null;
  /** PHC string of argon2id. */
  readonly passwordHash: string;
  /** The password was given to them: they may do nothing else before they have one of their own. */
  readonly mustChangePassword: boolean;
  readonly active: boolean;
  /** Its password is known to all: in use in a demo only. */
  readonly demo: boolean;
  readonly createdAt: EpochMs;
}

/** The form in which names are kept and compared. */
export const nameKey = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase();
