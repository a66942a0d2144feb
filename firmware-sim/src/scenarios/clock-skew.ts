import { HOUR, MINUTE } from '@clearwell/water-quality';
import type { Scenario } from './scenario.ts';

const AHEAD = 7 * MINUTE;

/** Sampling times are 7 minutes in the future, beyond what a server forgives, for two hours; the values are right. */
export const clockSkew: Scenario = {
  name: 'clock-skew',
  kind: 'logger',
  summary: "the logger's clock is 7 minutes ahead for 2 hours",
  duration: 2 * HOUR,
  misread: (sample) => ({ ...sample, sampledAt: sample.sampledAt + AHEAD }),
};
