import { HOUR } from '@clearwell/water-quality';
import { shownBy } from '../water/instrument.ts';
import { reread, struckChannel } from './one-channel.ts';
import type { Scenario } from './scenario.ts';

const STEPS = 20;

/** For an hour each sampling time comes twice: the second, under the next number, is 20 steps higher on one channel. */
export const conflict: Scenario = {
  name: 'conflict',
  kind: 'logger',
  summary: 'for an hour each reading is followed by another of the same time, with another value of one channel',
  duration: HOUR,
  strikes: (where) => [struckChannel(where, 'conflict')],
  again: (sample, moment) =>
    reread(sample, [struckChannel(moment, 'conflict')], (value, channel) =>
      shownBy(channel, value + STEPS * channel.resolution),
    ),
};
