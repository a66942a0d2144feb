import { DAY, type Channel } from '@clearwell/water-quality';
import { shownBy } from '../water/instrument.ts';
import { channelsOfParameter, reread } from './one-channel.ts';
import type { Place, Scenario } from './scenario.ts';
import { calibrate, CALIBRATION, visit } from './visit.ts';

const FOULING = 3 * DAY;
const FOULING_NTU = 0.6;
const DURATION = FOULING + CALIBRATION;

const fouled = ({ station }: Pick<Place, 'station'>): Channel[] => channelsOfParameter(station, 'turbidity');

/** A fouled window: turbidity creeps up by 0.6 NTU (60 steps, 1 in 70 minutes) in three days; a calibration takes it back. */
export const drift: Scenario = {
  name: 'drift',
  kind: 'probe_fault',
  summary: 'the turbidity probe fouls slowly for 3 days, and is then cleaned and calibrated',
  duration: DURATION,
  strikes: fouled,
  misread: (sample, moment) => {
    const { elapsed } = moment;
    if (elapsed >= FOULING) return calibrate(sample, fouled(moment), moment, elapsed - FOULING);
    return reread(sample, fouled(moment), (value, channel) =>
      shownBy(channel, value + FOULING_NTU * (elapsed / FOULING)),
    );
  },
  events: (where) => visit('calibration', [FOULING, DURATION], fouled(where), 'window cleaned, then calibrated'),
};
