import { MINUTE } from '@clearwell/water-quality';
import { change } from '../water/water.ts';
import { downstream } from './reach.ts';
import { envelope, type Scenario } from './scenario.ts';

const SHAPE = { rise: 20 * MINUTE, fall: 50 * MINUTE, duration: 150 * MINUTE };

/**
 * A rise, a plateau and a fall in two and a half hours at each station it reaches: at the first one turbidity +2.2 NTU
 * (220 steps), conductivity +18 % (90), pH −0.35 (35), chlorine −65 % (30), weaker and later the longer the way.
 */
export const contamination: Scenario = {
  name: 'contamination',
  kind: 'water_event',
  summary: 'a slug of foreign water moves all parameters for 2.5 hours and travels down the mains, later and weaker',
  duration: SHAPE.duration,
  reach: downstream,
  alter: (water, elapsed) => {
    const slug = envelope(elapsed, SHAPE);
    return change(water, {
      turbidity: water.turbidity + 2.2 * slug,
      conductivity: water.conductivity * (1 + 0.18 * slug),
      ph: water.ph - 0.35 * slug,
      free_chlorine: water.free_chlorine * (1 - 0.65 * slug),
      chlorine_dioxide: water.chlorine_dioxide * (1 - 0.65 * slug),
      codmn: water.codmn + 2 * slug,
      ammonia_n: water.ammonia_n + 0.6 * slug,
    });
  },
};
