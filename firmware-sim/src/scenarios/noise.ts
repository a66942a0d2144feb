import { HOUR } from '@clearwell/water-quality';
import { keyOf } from '../random.ts';
import { shownBy } from '../water/instrument.ts';
import { jitter } from '../water/noise.ts';
import { reread, struckChannel } from './one-channel.ts';
import type { Scenario } from './scenario.ts';

const STEPS = 20;

/** An old membrane: one channel scatters by up to ±20 steps around the truth, another way at each sample, for four hours. */
export const noise: Scenario = {
  name: 'noise',
  kind: 'probe_fault',
  summary: 'one channel scatters widely around the truth for 4 hours',
  duration: 4 * HOUR,
  strikes: (where) => [struckChannel(where, 'noise')],
  misread: (sample, moment) => {
    const scatter = STEPS * jitter(keyOf(moment.seed, moment.station.id, 'scatter'), moment.at);
    return reread(sample, [struckChannel(moment, 'noise')], (value, channel) =>
      shownBy(channel, value + scatter * channel.resolution),
    );
  },
};
