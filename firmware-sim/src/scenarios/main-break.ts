import { MINUTE } from '@clearwell/water-quality';
import { change } from '../water/water.ts';
import { withNeighbours } from './reach.ts';
import { envelope, type Scenario } from './scenario.ts';

const SHAPE = { rise: 5 * MINUTE, fall: 60 * MINUTE, duration: 150 * MINUTE };

/**
 * Within five minutes pressure loses more than half (some 150 steps of the sensor), turbidity gains 3 NTU (300), chlorine
 * loses half (20 to 30), for an hour and a half; at the neighbours a third of that at the same time.
 */
export const mainBreak: Scenario = {
  name: 'main-break',
  kind: 'water_event',
  summary:
    'a main breaks: pressure and chlorine fall, turbidity rises, milder at the neighbours; repaired in 2.5 hours',
  duration: SHAPE.duration,
  reach: withNeighbours,
  alter: (water, elapsed) => {
    const broken = envelope(elapsed, SHAPE);
    return change(water, {
      pressure: water.pressure * (1 - 0.55 * broken),
      flow: water.flow * (1 + 0.4 * broken),
      turbidity: water.turbidity + 3 * broken,
      free_chlorine: water.free_chlorine * (1 - 0.5 * broken),
      chlorine_dioxide: water.chlorine_dioxide * (1 - 0.5 * broken),
    });
  },
};
