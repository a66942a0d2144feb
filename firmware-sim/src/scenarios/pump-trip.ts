import { MINUTE } from '@clearwell/water-quality';
import { change } from '../water/water.ts';
import { withPressureOfWorks } from './reach.ts';
import { envelope, type Scenario } from './scenario.ts';

const SHAPE = { rise: 2 * MINUTE, fall: 15 * MINUTE, duration: 40 * MINUTE };

/** Benign. At once pressure loses 0.1 MPa (100 steps) and flow 60 %, turbidity is stirred up by 0.06 NTU (6); 40 minutes in all. */
export const pumpTrip: Scenario = {
  name: 'pump-trip',
  kind: 'operation',
  summary: "a pump of the station's works stops for 40 minutes: pressure falls at all its stations at once",
  duration: SHAPE.duration,
  reach: withPressureOfWorks,
  alter: (water, elapsed) => {
    const tripped = envelope(elapsed, SHAPE);
    return change(water, {
      pressure: water.pressure - 0.1 * tripped,
      flow: water.flow * (1 - 0.6 * tripped),
      turbidity: water.turbidity + 0.06 * tripped,
    });
  },
};
