import { HOUR } from '@clearwell/water-quality';
import { fraction, keyOf, mix } from '../random.ts';
import { shownBy } from '../water/instrument.ts';
import { channelsOfParameter, reread, slotSince } from './one-channel.ts';
import type { Scenario } from './scenario.ts';

/** One sample in so many is struck, never the first or the last of them: so no two neighbours. */
const EVERY = 6;
const LEAST_NTU = 1.5;
const MORE_NTU = 2.5;

/** Bubbles: about every hour a single turbidity value is 1.5 to 4 NTU (150 to 400 steps) too high, for six hours. */
export const spikes: Scenario = {
  name: 'spikes',
  kind: 'probe_fault',
  summary: 'bubbles: about every hour one lone turbidity value is far too high, for 6 hours',
  duration: 6 * HOUR,
  strikes: ({ station }) => channelsOfParameter(station, 'turbidity'),
  misread: (sample, moment) => {
    const slot = slotSince(moment);
    const key = mix(keyOf(moment.seed, moment.station.id, 'spikes'), Math.floor(slot / EVERY));
    if (slot % EVERY !== 1 + (key % (EVERY - 2))) return sample;
    const height = LEAST_NTU + MORE_NTU * fraction(mix(key, 1));
    const struck = channelsOfParameter(moment.station, 'turbidity');
    return reread(sample, struck, (value, channel) => shownBy(channel, value + height));
  },
};
