import { DAY, HOUR, type EpochMs } from '@clearwell/water-quality';
import { fraction, keyOf } from '../random.ts';
import { hourOf } from './demand.ts';
import { drift } from './noise.ts';

/** What leaves a waterworks. */
export interface SourceWater {
  readonly chlorine: number;
  readonly ph: number;
  readonly conductivity: number;
  readonly turbidity: number;
  readonly codmn: number;
  readonly ammonia: number;
  readonly temperature: number;
}

export type SourceModel = (at: EpochMs) => SourceWater;

/** Warmest in the last week of July, 15 °C over the year. */
const season = (at: EpochMs): number => 15 + 9 * Math.cos((2 * Math.PI * (at / DAY - 205)) / 365.2425);

/** The water of one works: its own level, wandering over hours and days; the season and the weather are the whole city's. */
export function makeSource(seed: number, source: string): SourceModel {
  const key = (name: string): number => keyOf(seed, 'source', source, name);
  const level = (name: string): number => 2 * fraction(key(`${name} level`)) - 1;
  const keys = {
    chlorine: key('chlorine'),
    ph: key('ph'),
    conductivity: key('conductivity'),
    turbidity: key('turbidity'),
    codmn: key('codmn'),
    ammonia: key('ammonia'),
  };
  const weather = keyOf(seed, 'weather');
  const base = {
    chlorine: 0.76 + 0.03 * level('dose'),
    ph: 7.62 + 0.1 * level('ph'),
    conductivity: 520 + 80 * level('salt'),
  };
  return (at) => ({
    chlorine: base.chlorine + 0.05 * drift(keys.chlorine, at, 2 * DAY, 9 * HOUR, 2 * HOUR),
    ph: base.ph + 0.05 * drift(keys.ph, at, 3 * DAY, 8 * HOUR),
    conductivity: base.conductivity + 16 * drift(keys.conductivity, at, 5 * DAY, DAY, 6 * HOUR),
    turbidity: 0.09 + 0.02 * drift(keys.turbidity, at, DAY, 5 * HOUR, HOUR),
    codmn: 1.35 + 0.25 * drift(keys.codmn, at, 4 * DAY, 12 * HOUR),
    ammonia: 0.07 + 0.02 * drift(keys.ammonia, at, 2 * DAY, 6 * HOUR),
    temperature:
      season(at) + 1.1 * drift(weather, at, 6 * DAY, 2 * DAY) + 0.35 * Math.sin(((hourOf(at) - 9) * Math.PI) / 12),
  });
}
