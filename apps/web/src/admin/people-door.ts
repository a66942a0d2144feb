import {
  auditSchema,
  givenPasswordSchema,
  peopleSchema,
  personSchema,
  type AuditAnswer,
  type GivenPassword,
  type NewPerson,
  type PeopleAnswer,
  type PersonAnswer,
  type PersonChange,
} from '@clearwell/contracts/people';
import { askFor, change, get, type Answer } from '../door.ts';

export const getPeople = (): Promise<Answer<PeopleAnswer>> => get('/api/people', peopleSchema);

export const createPerson = (person: NewPerson): Promise<Answer<GivenPassword>> =>
  askFor('/api/people', givenPasswordSchema, change('POST', person));

export const changePerson = (id: number, asked: PersonChange): Promise<Answer<PersonAnswer>> =>
  askFor(`/api/people/${id}`, personSchema, change('PUT', asked));

export const resetPassword = (id: number): Promise<Answer<GivenPassword>> =>
  askFor(`/api/people/${id}/password`, givenPasswordSchema, change('POST', {}));

export const getAudit = (query: Readonly<Record<string, string>>): Promise<Answer<AuditAnswer>> =>
  get(`/api/audit?${new URLSearchParams(query).toString()}`, auditSchema);
