import type { PersonAnswer } from '@clearwell/contracts/people';
import type { Person } from '@clearwell/people';

/** What may be told of a person: all but the hash of the password. */
export const personAnswer = (person: Person): PersonAnswer => ({
  id: person.id,
  name: person.name,
  fullName: person.fullName,
  phone: person.phone,
  role: person.role,
  districts: person.districts === null ? null : [...person.districts],
  active: person.active,
  mustChangePassword: person.mustChangePassword,
  demo: person.demo,
  createdAt: person.createdAt,
});
