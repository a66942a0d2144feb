import { HOUR, type Channel } from '@clearwell/water-quality';
import { shownBy } from '../water/instrument.ts';
import { channelsOfParameter, disinfectantChannels, reread } from './one-channel.ts';
import type { Place, Scenario } from './scenario.ts';

const pairOf = ({ station }: Pick<Place, 'station'>): Channel[] => [
  ...disinfectantChannels(station).slice(0, 1),
  ...channelsOfParameter(station, 'ph').slice(0, 1),
];

/** Wired the wrong way round: disinfectant shows pH (about 7.6) and pH shows disinfectant (about 0.5), 700 steps off, for three hours. */
export const swappedChannels: Scenario = {
  name: 'swapped-channels',
  kind: 'probe_fault',
  summary: "for 3 hours the disinfectant's channel shows pH, and the other way round",
  duration: 3 * HOUR,
  strikes: pairOf,
  misread: (sample, moment) => {
    const pair = pairOf(moment);
    const [one, other] = pair;
    if (one === undefined || other === undefined) return sample;
    return reread(sample, pair, (value, channel) => {
      const read = sample.values[channel === one ? other.key : one.key];
      return read == null ? value : shownBy(channel, read);
    });
  },
};
