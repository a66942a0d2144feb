import type { Permission } from '@clearwell/contracts/people';
import { ALERT_RIGHTS, handlesDistrict, mayHandle, type AlertRight, type Principal } from '@clearwell/people';
import type { StationRegister } from '@clearwell/stations';
import type { Alert, StationId } from '@clearwell/water-quality';
import { ForbiddenException } from '@nestjs/common';

/** Whether alerts of these stations are theirs to handle: one that reaches several districts is whoever's handles one. */
export function handlesStations(
  register: Pick<StationRegister, 'newest'>,
  principal: Principal,
  stations: readonly StationId[],
): boolean {
  const districts = stations.map((id) => register.newest(id)?.station.district.zh ?? null);
  // Without a station it is about the whole city.
  return (districts.length === 0 ? [null] : districts).some((district) => handlesDistrict(principal, district));
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
