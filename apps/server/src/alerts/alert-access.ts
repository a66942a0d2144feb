import type { Permission } from '@clearwell/contracts/people';
import {
  ALERT_RIGHTS,
  handlesDistrict,
  isInArea,
  mayHandle,
  roleHandles,
  type AlertRight,
  type Person,
  type Principal,
} from '@clearwell/people';
import type { StationRegister } from '@clearwell/stations';
import type { Alert, StationId } from '@clearwell/water-quality';
import { ForbiddenException } from '@nestjs/common';

/** Whether alerts of these stations are theirs to handle: one that reaches several districts is whoever's handles one. */
export function handlesStations(
  register: Pick<StationRegister, 'newest'>,
  principal: Principal,
  stations: readonly StationId[],
): boolean {
  return districtsOf(register, stations).some((district) => handlesDistrict(principal, district));
}

/** Null: without a station it is about the whole city. */
function districtsOf(
  register: Pick<StationRegister, 'newest'>,
  stations: readonly StationId[],
): readonly (string | null)[] {
  const districts = stations.map((id) => register.newest(id)?.station.district.zh ?? null);
  return districts.length === 0 ? [null] : districts;
}

/** Why somebody can't have an alert to handle; null: they can. */
export function unfitFor(
  register: Pick<StationRegister, 'newest'>,
  { name, role, districts, active }: Person,
  { kind, stations }: Pick<Alert, 'kind' | 'stations'>,
): string | null {
  if (!active) return `${name} is out of use`;
  if (!roleHandles(role, 'acknowledge', kind)) return `${name} is ${role}, who handles no alerts of kind ${kind}`;
  const where = districtsOf(register, stations);
  return where.some((district) => isInArea(districts, district))
    ? null
    : `${name} handles other districts than ${[...new Set(where)].join(', ')}`;
}

/** @throws ForbiddenException */
export function expectHandles(
  register: Pick<StationRegister, 'newest'>,
  principal: Principal,
  stations: readonly StationId[],
): void {
  if (!handlesStations(register, principal, stations))
    throw new ForbiddenException('This is not in a district of yours: ask an admin, or who handles it');
}

/** @throws ForbiddenException */
export function expectMayHandle(principal: Principal, right: AlertRight, alert: Pick<Alert, 'kind'>): void {
  if (!mayHandle(principal, right, alert.kind)) throw refusalOfKind(alert, ALERT_RIGHTS[right][0]);
}

export const refusalOfKind = ({ kind }: Pick<Alert, 'kind'>, permission: Permission): ForbiddenException =>
  new ForbiddenException(`An alert of kind ${kind} needs the permission ${permission}, which you do not have`);
