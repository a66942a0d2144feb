import type { ActorKind, Permission, Role } from '@clearwell/contracts/people';
import type { AlertKind } from '@clearwell/water-quality';
import {
  ALERT_RIGHTS,
  PROGRAM_PERMISSIONS,
  reachesKind,
  ROLE_PERMISSIONS,
  VIEWING,
  type AlertRight,
} from './permissions.ts';
import type { Person } from './person.ts';
import type { Session } from './session.ts';

/** Who asks for something. */
export type Principal =
  | { readonly kind: 'person'; readonly person: Person; readonly session: Session }
  /** A program that has the server's key, or where that is enough one of this machine. */
  | { readonly kind: 'service' | 'local' }
  | { readonly kind: 'anonymous'; readonly viewing: boolean };

/** Who acted, as the log keeps it. */
export interface Actor {
  readonly kind: ActorKind;
  readonly id: number | null;
  readonly name: string;
}

export const SYSTEM: Actor = { kind: 'system', id: null, name: 'clearwell' };
export const COMMAND: Actor = { kind: 'command', id: null, name: 'npm run people' };

export function actorOf(principal: Principal): Actor {
  if (principal.kind === 'person') return { kind: 'person', id: principal.person.id, name: principal.person.name };
  return { kind: principal.kind, id: null, name: principal.kind };
}

export function permissionsOf(principal: Principal): readonly Permission[] {
  if (principal.kind === 'anonymous') return principal.viewing ? VIEWING : [];
  if (principal.kind !== 'person') return PROGRAM_PERMISSIONS;
  return principal.person.mustChangePassword ? [] : ROLE_PERMISSIONS[principal.person.role];
}

export const may = (principal: Principal, permission: Permission): boolean =>
  permissionsOf(principal).includes(permission);

/** Whether they may do something with alerts of a kind; the district is another question. */
export const mayHandle = (principal: Principal, right: AlertRight, kind: AlertKind): boolean =>
  isEnough(permissionsOf(principal), right, kind);

/** The same of a person of some role, who need not be here. */
export const roleHandles = (role: Role, right: AlertRight, kind: AlertKind): boolean =>
  isEnough(ROLE_PERMISSIONS[role], right, kind);

const isEnough = (held: readonly Permission[], right: AlertRight, kind: AlertKind): boolean =>
  ALERT_RIGHTS[right].some((permission) => reachesKind(permission, kind) && held.includes(permission));

/**
 * Whether what lies in a district is theirs to handle.
 * @param district its Chinese name, as stations have it; null: all of them together
 */
export function handlesDistrict(principal: Principal, district: string | null): boolean {
  return (
    principal.kind !== 'anonymous' &&
    isInArea(principal.kind === 'person' ? principal.person.districts : null, district)
  );
}

/** @param districts of a person; null: all */
export const isInArea = (districts: Person['districts'], district: string | null): boolean =>
  districts === null || (district !== null && districts.includes(district));
