import { MINUTE } from '@clearwell/water-quality';
import { change } from '../water/water.ts';
import { envelope, type Scenario } from './scenario.ts';

const SHAPE = { rise: 5 * MINUTE, fall: 25 * MINUTE, duration: 50 * MINUTE };

/** Benign. Turbidity gains 0.7 NTU (70 steps), flow a quarter, pressure loses 0.02 MPa (20 steps); over in 50 minutes. */
export const flushing: Scenario = {
  name: 'flushing',
  kind: 'operation',
  summary: 'a hydrant is flushed: turbidity and flow rise a little for 50 minutes, nothing else of the water changes',
  duration: SHAPE.duration,
  alter: (water, elapsed) => {
    const open = envelope(elapsed, SHAPE);
    return change(water, {
      turbidity: water.turbidity + 0.7 * open,
      flow: water.flow * (1 + 0.25 * open),
      pressure: water.pressure - 0.02 * open,
    });
  },
};
