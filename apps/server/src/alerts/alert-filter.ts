import type { AlertsQuery } from '@clearwell/contracts/alerts';
import type { AlertFilter } from '@clearwell/ledger';
import { UnauthorizedException } from '@nestjs/common';
import type { View } from '../access/veil.ts';
import type { BilingualName, Registration, StationId } from '@clearwell/water-quality';

/**
 * What a query asks of the ledger: names of districts and stations become their stations.
 * @param view who does not see what people wrote can not search it, nor by whom something was assigned to
 */
export function filterOf(
  { station, district, text, ...rest }: AlertsQuery,
  registrations: readonly Registration[],
  { isVeiled }: Pick<View, 'isVeiled'>,
): AlertFilter {
  if (isVeiled && rest.assignee !== undefined) throw new UnauthorizedException('Sign in to ask for `assignee`');
  const stationsWhere = (isMeant: (one: Registration['station']) => boolean): StationId[] =>
    registrations.filter((one) => isMeant(one.station)).map((one) => one.station.id);
  const ofDistrict = district === undefined ? undefined : stationsWhere((one) => isNamed(one.district, district));
  const asked = station === undefined ? undefined : [station];
  const stations = asked?.filter((id) => ofDistrict?.includes(id) ?? true) ?? ofDistrict;
  return {
    ...rest,
    stations,
    text:
      text === undefined
        ? undefined
        : { part: text, stations: stationsWhere((one) => isMentioned(one.name, text)), isOfWritten: !isVeiled },
  };
}

const isNamed = ({ zh, en }: BilingualName, name: string): boolean =>
  zh === name || en.toLowerCase() === name.toLowerCase();

const isMentioned = ({ zh, en }: BilingualName, part: string): boolean =>
  zh.includes(part) || en.toLowerCase().includes(part.toLowerCase());
