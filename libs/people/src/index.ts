export { DEMO_PASSWORD } from './demo-people.ts';
export { Doorkeeper, type Origin, type SignedIn } from './doorkeeper.ts';
export { PeopleBook, type Asker, type Given } from './people-book.ts';
export {
  ALERT_RIGHTS,
  MAINTAINED_KINDS,
  PROGRAM_PERMISSIONS,
  reachesKind,
  ROLE_PERMISSIONS,
  VIEWING,
  type AlertRight,
} from './permissions.ts';
export { nameKey, type Person } from './person.ts';
export {
  actorOf,
  COMMAND,
  handlesDistrict,
  isInArea,
  may,
  mayHandle,
  permissionsOf,
  roleHandles,
  SYSTEM,
  type Actor,
  type Principal,
} from './principal.ts';
export { PeopleRefused, type RefusalCode } from './refusal.ts';
export { csrfTokenOf, sessionIdOf, type Lifetimes, type Session } from './session.ts';
export { Sessions } from './sessions.ts';
export type { Act, AuditEntry, AuditStore, PeopleStores, PersonStore, SessionStore } from './stores.ts';
