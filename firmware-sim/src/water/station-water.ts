import { HOUR, MINUTE, type EpochMs, type SiteType, type Station } from '@clearwell/water-quality';
import type { Supply } from '../city/network.ts';
import { fraction, keyOf } from '../random.ts';
import { demandAt, peakAt } from './demand.ts';
import { drift } from './noise.ts';
import { makeSource } from './source-water.ts';
import { redoxOf, type Water } from './water.ts';

/** Sampling time → the water at one station. Pure: the same instant always gives the same water. */
export type WaterModel = (at: EpochMs) => Water;

interface SiteCharacter {
  /** Share of the chlorine that walls and tanks leave over. */
  readonly keeps: number;
  /** Turbidity picked up since the works, NTU, and how far it moves. */
  readonly turbidity: number;
  readonly stir: number;
  /** Pressure at mean demand, MPa, and what a peak takes off. */
  readonly pressure: number;
  readonly sag: number;
}

const CHARACTERS: Record<SiteType, SiteCharacter> = {
  plant_outlet: { keeps: 1, turbidity: 0, stir: 0.015, pressure: 0.42, sag: 0.02 },
  pipe_network: { keeps: 0.9, turbidity: 0.07, stir: 0.035, pressure: 0.33, sag: 0.035 },
  pipe_end: { keeps: 0.72, turbidity: 0.12, stir: 0.05, pressure: 0.27, sag: 0.045 },
  secondary_supply: { keeps: 0.74, turbidity: 0.1, stir: 0.04, pressure: 0.36, sag: 0.02 },
  small_supply: { keeps: 0.6, turbidity: 0.36, stir: 0.12, pressure: 0.25, sag: 0.03 },
};

/** Chlorine decays by about 8 % an hour; the city doses so that the farthest end keeps well over half of it. */
const remaining = (travelMs: number): number => Math.max(0.6, Math.exp((-0.08 * travelMs) / HOUR));

/** The water of one station: that of its works some hours ago, changed by the way, the district and the hour. */
export function makeWater(seed: number, station: Station, supply: Supply): WaterModel {
  const source = makeSource(seed, supply.source);
  const site = CHARACTERS[station.siteType];
  const keep = site.keeps * remaining(supply.travelMs);
  const capacity = 5_000 + 6_000 * fraction(keyOf(seed, station.id, 'capacity'));
  const own = ownDrifts(seed, station);
  return (at) => {
    const then = source(at - supply.travelMs);
    const peak = peakAt(at);
    const free_chlorine = then.chlorine * keep - 0.03 * peak + own.chlorine(at);
    const ph = then.ph - 0.1 * (1 - keep) - 0.02 * peak + own.ph(at);
    return {
      free_chlorine,
      chlorine_dioxide: 0.5 * free_chlorine,
      turbidity: then.turbidity + site.turbidity + site.stir * (0.6 * peak + own.turbidity(at)),
      ph,
      conductivity: then.conductivity + own.conductivity(at),
      temperature: then.temperature + own.temperature(at),
      orp: redoxOf({ free_chlorine, ph }) + own.orp(at),
      codmn: then.codmn,
      ammonia_n: then.ammonia,
      flow: capacity * demandAt(at) * (1 + own.flow(at)),
      pressure: site.pressure - site.sag * (demandAt(at) - 1) + own.pressure(at),
    };
  };
}

type Drift = (at: EpochMs) => number;

/** How a station departs from its works: by a level of its own, and by moves of which it shares half with its district. */
function ownDrifts(seed: number, { id, district }: Station) {
  const make = (name: string, level: number, moves: number): Drift => {
    const [own, shared] = [keyOf(seed, id, name), keyOf(seed, 'district', district.zh, name)];
    const offset = level * (2 * fraction(keyOf(seed, id, name, 'level')) - 1);
    return (at) =>
      offset +
      (moves / 2) * (drift(shared, at, 8 * HOUR, 2 * HOUR) + drift(own, at, 6 * HOUR, 90 * MINUTE, 25 * MINUTE));
  };
  return {
    chlorine: make('chlorine', 0.015, 0.025),
    ph: make('ph', 0.04, 0.03),
    conductivity: make('conductivity', 8, 5),
    turbidity: make('turbidity', 0.4, 0.8),
    temperature: make('temperature', 0.4, 0.2),
    orp: make('orp', 8, 4),
    flow: make('flow', 0, 0.03),
    pressure: make('pressure', 0.015, 0.008),
  };
}
