import { HOUR, MINUTE } from '@clearwell/water-quality';
import { change } from '../water/water.ts';
import { withWaterOfWorks } from './reach.ts';
import { envelope, type Scenario } from './scenario.ts';

const SHAPE = { rise: 90 * MINUTE, fall: 90 * MINUTE, duration: 7 * HOUR };

/** Chlorine loses 97 % (70 steps at the outlet) within an hour and a half, for four hours; redox falls with it, nothing else. */
export const dosingFailure: Scenario = {
  name: 'dosing-failure',
  kind: 'water_event',
  summary: "the station's works stops dosing for 7 hours: chlorine goes towards zero there, and later all the way down",
  duration: SHAPE.duration,
  reach: withWaterOfWorks,
  alter: (water, elapsed) => {
    const left = 1 - 0.97 * envelope(elapsed, SHAPE);
    return change(water, {
      free_chlorine: water.free_chlorine * left,
      chlorine_dioxide: water.chlorine_dioxide * left,
    });
  },
};
