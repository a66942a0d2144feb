import { HOUR, MINUTE } from '@clearwell/water-quality';
import { shownBy } from '../water/instrument.ts';
import { disinfectantChannels, reread } from './one-channel.ts';
import type { Scenario } from './scenario.ts';

const TIME_CONSTANT = 45 * MINUTE;

/**
 * The disinfectant's values halve every half hour and are 0 after four (20 to 70 steps down), while pH, conductivity and
 * redox hold; the refill after six hours brings them back in one step.
 */
export const reagentEmpty: Scenario = {
  name: 'reagent-empty',
  summary: 'the reagent runs out: the chlorine value decays to zero, all else holds; refilled after 6 hours',
  duration: 6 * HOUR,
  misread: (sample, { station, elapsed }) =>
    reread(sample, disinfectantChannels(station), (value, channel) =>
      shownBy(channel, value * Math.exp(-elapsed / TIME_CONSTANT)),
    ),
};
