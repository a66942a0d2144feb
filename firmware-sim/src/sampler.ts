import type { EpochMs, Station } from '@clearwell/water-quality';
import type { City } from './city/make-city.ts';
import type { Moment, ScheduledScenario } from './scenarios/scenario.ts';
import type { Sample } from './station/kept-reading.ts';
import { makeInstrument } from './water/instrument.ts';
import { makeWater } from './water/station-water.ts';
import { blend, type Water } from './water/water.ts';

/** Sampling time → what the logger notes: one sample, or more if a scenario makes it note one again. Pure. */
export type Sampler = (at: EpochMs) => readonly Sample[];

/** Water, what the scenarios make of it, what the probes make of that, and what is wrong with probes and logger. */
export function makeSampler(
  seed: number,
  city: City,
  station: Station,
  underWay: (at: EpochMs) => readonly ScheduledScenario[],
): Sampler {
  const water = makeWater(seed, station, city.supplies.get(station.id) ?? { source: station.id, travelMs: 0 });
  const instrument = makeInstrument(seed, station);
  const sampleAt = (at: EpochMs): Sample => {
    const altered = underWay(at).reduce((now, one) => alter(now, one, at, station), water(at));
    return { sampledAt: at, ...instrument(altered, at) };
  };
  return (at) => {
    const moment = ({ begin }: ScheduledScenario): Moment => ({
      seed,
      station,
      at,
      begin,
      elapsed: at - begin,
      sampleAt,
    });
    const now = underWay(at);
    const sample = now.reduce((read, one) => one.scenario.misread?.(read, moment(one)) ?? read, sampleAt(at));
    return [sample, ...now.flatMap((one) => one.scenario.again?.(sample, moment(one)) ?? [])];
  };
}

function alter(water: Water, { scenario, begin, share }: ScheduledScenario, at: EpochMs, { siteType }: Station): Water {
  const altered = scenario.alter?.(water, at - begin, siteType);
  if (altered === undefined) return water;
  return share === 1 ? altered : blend(water, altered, share);
}
