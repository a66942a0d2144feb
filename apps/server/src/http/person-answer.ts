import type { PersonAnswer } from '@clearwell/contracts/people';
import type { Person } from '@clearwell/people';

/** What may be told of a person: all but the hash of the password. */
export const personAnswer = ({ passwordHash: _, districts, ...person }: Person): PersonAnswer => ({
  ...person,
  districts: districts === null ? null : [...districts],
});
