import { HOUR, MINUTE } from '@clearwell/water-quality';
import { shownBy } from '../water/instrument.ts';
import { disinfectantChannels, markAs, reread } from './one-channel.ts';
import type { Scenario } from './scenario.ts';
import { REPAIR, visit } from './visit.ts';

const DURATION = 6 * HOUR;
const TIME_CONSTANT = 45 * MINUTE;

/**
 * The disinfectant's values halve every half hour and are 0 after four (20 to 70 steps down), while pH, conductivity and
 * redox hold; who refills it after six hours marks them M for the last twenty minutes, and they are back in one step.
 */
export const reagentEmpty: Scenario = {
  name: 'reagent-empty',
  kind: 'probe_fault',
  summary: 'the reagent runs out: the chlorine value decays to zero, all else holds; refilled after 6 hours',
  duration: DURATION,
  strikes: ({ station }) => disinfectantChannels(station),
  misread: (sample, { station, elapsed }) => {
    const struck = disinfectantChannels(station);
    const decayed = reread(sample, struck, (value, channel) =>
      shownBy(channel, value * Math.exp(-elapsed / TIME_CONSTANT)),
    );
    return elapsed < DURATION - REPAIR ? decayed : markAs('M', decayed, struck);
  },
  events: ({ station }) =>
    visit('maintenance', [DURATION - REPAIR, DURATION], disinfectantChannels(station), 'reagent refilled'),
};
