import type { EpochMs, StationId } from '@clearwell/water-quality';
import type { City } from './city/make-city.ts';
import { EverydayLife } from './everyday/everyday.ts';
import type { ScenarioChoice } from './scenarios/choice.ts';
import { isWithin, type ScheduledScenario } from './scenarios/scenario.ts';
import { scheduleScenarios } from './scenarios/schedule.ts';
import { StationPlan } from './station-plan.ts';

export interface PlanSetting {
  readonly seed: number;
  readonly scenarios: readonly ScenarioChoice[];
  /** Whether ordinary days bring their faults, calibrations and lost links. */
  readonly everyday: boolean;
}

/** What happens at each station of a city, for all time: what was chosen, counted from `start`, and everyday life. */
export function planCity(
  { seed, scenarios, everyday }: PlanSetting,
  city: City,
  start: EpochMs,
): ReadonlyMap<StationId, StationPlan> {
  const chosen = Map.groupBy(scheduleScenarios(scenarios, city, start), ({ station }) => station);
  const life = everyday ? new EverydayLife(seed, city) : null;
  return new Map(
    city.stations.map((station) => {
      const own = chosen.get(station.id) ?? [];
      const plan = new StationPlan(seed, station, (from, to) => [
        ...own.filter((one) => isWithin(one, from, to)),
        ...(life?.at(station, from, to) ?? []),
      ]);
      return [station.id, plan];
    }),
  );
}

/** What happens at the stations that something more comes to, beside what is planned for them. */
export function planAdded(
  { seed, city, plans }: { seed: number; city: City; plans: ReadonlyMap<StationId, StationPlan> },
  added: readonly ScheduledScenario[],
): ReadonlyMap<StationId, StationPlan> {
  return new Map(
    city.stations.flatMap((station) => {
      const own = added.filter((one) => one.station === station.id);
      if (own.length === 0) return [];
      const planned = plans.get(station.id);
      const plan = new StationPlan(seed, station, (from, to) => [
        ...own.filter((one) => isWithin(one, from, to)),
        ...(planned?.during(from, to) ?? []),
      ]);
      return [[station.id, plan] as const];
    }),
  );
}
