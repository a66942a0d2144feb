import { HOUR, PARAMETERS } from '@clearwell/water-quality';
import { channelsOfParameter, reread } from './one-channel.ts';
import type { Scenario } from './scenario.ts';

/** Turbidity stands at the top of its probe's span, 100 NTU (10,000 steps), for an hour and a half; nothing else moves. */
export const rangeClip: Scenario = {
  name: 'range-clip',
  kind: 'probe_fault',
  summary: "turbidity stands at the end of its probe's range for 1.5 hours",
  duration: 1.5 * HOUR,
  strikes: ({ station }) => channelsOfParameter(station, 'turbidity'),
  misread: (sample, { station }) =>
    reread(sample, channelsOfParameter(station, 'turbidity'), () => PARAMETERS.turbidity.sensorSpan[1]),
};
