import { HOUR } from '@clearwell/water-quality';
import { fraction, keyOf, mix } from '../random.ts';
import { reread, slotSince, struckChannel } from './one-channel.ts';
import type { Scenario } from './scenario.ts';

const NULL_SHARE = 0.6;

/** A loose wire: one channel shows no value (null) or exactly 0, mixed, in every sample for two hours. */
export const dropout: Scenario = {
  name: 'dropout',
  kind: 'probe_fault',
  summary: 'a loose wire: one channel has no value or zero for 2 hours',
  duration: 2 * HOUR,
  strikes: (where) => [struckChannel(where, 'dropout')],
  misread: (sample, moment) => {
    const draw = fraction(mix(keyOf(moment.seed, moment.station.id, 'loose'), slotSince(moment)));
    return reread(sample, [struckChannel(moment, 'dropout')], () => (draw < NULL_SHARE ? null : 0));
  },
};
