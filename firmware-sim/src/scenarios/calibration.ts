import { fraction, keyOf } from '../random.ts';
import { qualityChannels, struckChannel } from './one-channel.ts';
import type { Place, Scenario } from './scenario.ts';
import { calibrate, CALIBRATION, visit } from './visit.ts';

const SHARE_OF_ALL = 0.5;

/** At half of the visits all probes of water quality, else one of them; another one at each visit. */
function calibrated(where: Place): ReturnType<typeof qualityChannels> {
  const whole = fraction(keyOf(where.seed, where.station.id, where.begin, 'calibration')) < SHARE_OF_ALL;
  return whole ? qualityChannels(where.station) : [struckChannel(where, `calibration ${where.begin}`)];
}

/** The probes that are calibrated are marked C for 40 minutes and tell nothing of the water; some show standard solutions. */
export const calibration: Scenario = {
  name: 'calibration',
  kind: 'calibration',
  summary: 'probes are calibrated: marked C for 40 minutes, some of them in standard solutions',
  duration: CALIBRATION,
  strikes: calibrated,
  misread: (sample, moment) => calibrate(sample, calibrated(moment), moment, moment.elapsed),
  events: (where) => visit('calibration', [0, CALIBRATION], calibrated(where), 'check with standard solutions'),
};
