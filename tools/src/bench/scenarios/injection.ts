import {
  endOf,
  fraction,
  keyOf,
  scheduleScenarios,
  type City,
  type Scenario,
  type ScheduledScenario,
} from '@clearwell/firmware-sim';
import type { EpochMs, SiteType, Station, StationId } from '@clearwell/water-quality';

/** Where a scenario comes from, if not from anywhere: from a works, or where people flush. */
const ONLY_AT: Readonly<Record<string, SiteType>> = {
  'dosing-failure': 'plant_outlet',
  'source-switch': 'plant_outlet',
  'pump-trip': 'plant_outlet',
  flushing: 'pipe_end',
};

/** A station that a scenario comes to, and from when until when. */
export interface Touch {
  readonly station: StationId;
  readonly from: EpochMs;
  readonly until: EpochMs;
  /** How much of the change is left there, 0 to 1. */
  readonly share: number;
  readonly intervalMs: number;
}

/** A scenario that is added to a quiet city. */
export interface Injection {
  readonly scenario: Scenario;
  readonly origin: Station;
  readonly begin: EpochMs;
  readonly scheduled: readonly ScheduledScenario[];
  /** In order of time; never empty. */
  readonly touched: readonly [Touch, ...Touch[]];
}

/**
 * Chooses a place for a scenario.
 * @param round another one for another number; every other one where it goes on to more stations, if it may: most do not
 */
export function chooseInjection(
  scenario: Scenario,
  { seed, city, begin, round }: { seed: number; city: City; begin: EpochMs; round: number },
): Injection | null {
  const places = placesOf(scenario, { seed, city, begin });
  const onward = places.filter(({ id }) => (scenario.reach?.(city, id).length ?? 1) > 1);
  const among = round % 2 === 0 && onward.length > 0 ? onward : places;
  const origin = among[Math.floor(among.length * fraction(keyOf(seed, scenario.name, round, 'place')))];
  if (origin === undefined) return null;
  const scheduled = scheduleScenarios([{ scenario, station: origin.id, offset: 0 }], city, begin);
  const [first, ...others] = scheduled.flatMap((one) => touchOf(one, city)).sort((a, b) => a.from - b.from);
  return first === undefined ? null : { scenario, origin, begin, scheduled, touched: [first, ...others] };
}

/** Stations where it can happen, and would show. */
function placesOf({ name, strikes }: Scenario, where: { seed: number; city: City; begin: EpochMs }): Station[] {
  const only = ONLY_AT[name];
  return where.city.stations.filter(
    (station) => (only === undefined || station.siteType === only) && strikes?.({ ...where, station }).length !== 0,
  );
}

function touchOf(one: ScheduledScenario, { stations }: City): Touch[] {
  const station = stations.find(({ id }) => id === one.station);
  if (station === undefined) return [];
  const { id, intervalMs } = station;
  return [{ station: id, from: one.begin, until: endOf(one), share: one.share, intervalMs }];
}
