import { HOUR } from '@clearwell/water-quality';
import type { Scenario } from './scenario.ts';

/** All channels repeat the values of the beginning, to the last step, under new sampling times, for three hours. */
export const frozen: Scenario = {
  name: 'frozen',
  kind: 'probe_fault',
  summary: 'all values are frozen for 3 hours, with fresh timestamps',
  duration: 3 * HOUR,
  strikes: ({ station }) => station.channels,
  misread: (sample, { begin, sampleAt }) => ({ ...sample, values: sampleAt(begin).values }),
};
