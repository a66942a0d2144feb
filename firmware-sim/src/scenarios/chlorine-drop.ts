import { HOUR, MINUTE } from '@clearwell/water-quality';
import { change } from '../water/water.ts';
import { envelope, type Scenario } from './scenario.ts';

const SHAPE = { rise: 30 * MINUTE, fall: 45 * MINUTE, duration: 30 * MINUTE + 2 * HOUR + 45 * MINUTE };

/** Below the limit of each place: 0.3 mg/L at outlets, 0.05 elsewhere; chlorine dioxide 0.02. */
const LEFT = { outlet: 0.2, delivery: 0.02, chlorineDioxide: 0.005 };

export const chlorineDrop: Scenario = {
  name: 'chlorine-drop',
  kind: 'water_event',
  summary: 'the disinfectant falls below the limit within half an hour, stays there for two hours and comes back',
  duration: SHAPE.duration,
  alter: (water, elapsed, siteType) => {
    const gone = envelope(elapsed, SHAPE);
    const left = siteType === 'plant_outlet' ? LEFT.outlet : LEFT.delivery;
    return change(water, {
      free_chlorine: water.free_chlorine + (left - water.free_chlorine) * gone,
      chlorine_dioxide: water.chlorine_dioxide + (LEFT.chlorineDioxide - water.chlorine_dioxide) * gone,
    });
  },
};
