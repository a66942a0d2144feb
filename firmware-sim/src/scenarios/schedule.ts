import type { EpochMs } from '@clearwell/water-quality';
import type { City } from '../city/make-city.ts';
import type { ScenarioChoice } from './choice.ts';
import type { ScheduledScenario } from './scenario.ts';

/** What was chosen to happen at which station and when: one entry for every station a scenario comes to. */
export function scheduleScenarios(choices: readonly ScenarioChoice[], city: City, start: EpochMs): ScheduledScenario[] {
  const known = new Map<string, City['stations'][number]>(city.stations.map((station) => [station.id, station]));
  return choices.flatMap(({ scenario, station, offset }) => {
    const id = known.get(station)?.id;
    if (id === undefined) return [];
    const reached = scenario.reach?.(city, id) ?? [{ station: id, delay: 0, share: 1 }];
    return reached.map((one) => ({
      scenario,
      station: one.station,
      begin: start + offset + one.delay,
      share: one.share,
    }));
  });
}
