import type { PasswordFault } from './password-policy.ts';

export type RefusalCode =
  | 'wrong_credentials'
  | 'too_many_attempts'
  | 'name_taken'
  | 'unknown_person'
  | 'last_admin'
  | 'demo_account'
  | `password_${PasswordFault}`;

/** What is not done for a person, and why: a code for the page, words for who reads them. */
export class PeopleRefused extends Error {
  readonly code: RefusalCode;
  /** When it may be tried again, ms from now. */
  readonly retryAfter: number | null;

  constructor(code: RefusalCode, message: string, retryAfter: number | null = null) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}
