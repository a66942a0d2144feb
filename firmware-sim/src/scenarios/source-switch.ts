import { HOUR } from '@clearwell/water-quality';
import { change } from '../water/water.ts';
import { withWaterOfWorks } from './reach.ts';
import { envelope, type Scenario } from './scenario.ts';

const SHAPE = { rise: 2 * HOUR, fall: 2 * HOUR, duration: 12 * HOUR };

/** Benign. Over two hours conductivity gains 12 % (60 steps), pH loses 0.15 (15), temperature 1.5 °C (15); 12 hours in all. */
export const sourceSwitch: Scenario = {
  name: 'source-switch',
  kind: 'operation',
  summary:
    "the station's works takes other raw water for 12 hours: salt, pH and temperature move wherever its water comes",
  duration: SHAPE.duration,
  reach: withWaterOfWorks,
  alter: (water, elapsed) => {
    const switched = envelope(elapsed, SHAPE);
    return change(water, {
      conductivity: water.conductivity * (1 + 0.12 * switched),
      ph: water.ph - 0.15 * switched,
      temperature: water.temperature - 1.5 * switched,
    });
  },
};
