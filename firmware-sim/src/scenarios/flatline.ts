import { HOUR } from '@clearwell/water-quality';
import { reread, struckChannel } from './one-channel.ts';
import type { Scenario } from './scenario.ts';

/** One channel repeats the value it had at the beginning, to the last step, for three hours; the others live on. */
export const flatline: Scenario = {
  name: 'flatline',
  kind: 'probe_fault',
  summary: 'one channel is stuck at its value for 3 hours',
  duration: 3 * HOUR,
  strikes: (where) => [struckChannel(where, 'flatline')],
  misread: (sample, moment) => {
    const stuck = struckChannel(moment, 'flatline');
    const first = moment.sampleAt(moment.begin).values[stuck.key];
    return reread(sample, [stuck], (value) => first ?? value);
  },
};
