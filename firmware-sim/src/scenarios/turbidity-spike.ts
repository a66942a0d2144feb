import { MINUTE } from '@clearwell/water-quality';
import { change } from '../water/water.ts';
import { envelope, type Scenario } from './scenario.ts';

const SHAPE = { rise: 5 * MINUTE, fall: 40 * MINUTE, duration: 90 * MINUTE };
const PEAK_NTU = 6.8;

/** A real slug moves several parameters: that is how it differs from a fouled probe. */
export const turbiditySpike: Scenario = {
  name: 'turbidity-spike',
  kind: 'water_event',
  summary: 'a slug of turbid water passes within an hour and a half; chlorine, pH and conductivity move with it',
  duration: SHAPE.duration,
  alter: (water, elapsed) => {
    const slug = envelope(elapsed, SHAPE);
    return change(water, {
      turbidity: water.turbidity + PEAK_NTU * slug,
      free_chlorine: water.free_chlorine * (1 - 0.4 * slug),
      chlorine_dioxide: water.chlorine_dioxide * (1 - 0.4 * slug),
      conductivity: water.conductivity * (1 + 0.06 * slug),
      ph: water.ph - 0.12 * slug,
      codmn: water.codmn + 0.4 * slug,
    });
  },
};
