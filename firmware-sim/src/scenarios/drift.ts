import { DAY } from '@clearwell/water-quality';
import { shownBy } from '../water/instrument.ts';
import { channelsOfParameter, reread } from './one-channel.ts';
import type { Scenario } from './scenario.ts';

const DURATION = 3 * DAY;
const FOULING_NTU = 0.6;

/** A fouled window: turbidity creeps up by 0.6 NTU (60 steps, 1 in 70 minutes) in three days, and one step takes it back. */
export const drift: Scenario = {
  name: 'drift',
  summary: 'the turbidity probe fouls slowly for 3 days, and is then calibrated',
  duration: DURATION,
  misread: (sample, { station, elapsed }) =>
    reread(sample, channelsOfParameter(station, 'turbidity'), (value, channel) =>
      shownBy(channel, value + FOULING_NTU * (elapsed / DURATION)),
    ),
};
