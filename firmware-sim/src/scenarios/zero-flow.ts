import { HOUR, PARAMETERS, type Channel, type ParameterCode, type Station } from '@clearwell/water-quality';
import { keyOf } from '../random.ts';
import { shownBy } from '../water/instrument.ts';
import { jitter } from '../water/noise.ts';
import { disinfectantChannels, markAs, reread } from './one-channel.ts';
import type { Moment, Scenario } from './scenario.ts';
import { REPAIR, visit } from './visit.ts';

/** Measured in the main, not in the cell. */
const IN_THE_MAIN: readonly ParameterCode[] = ['flow', 'pressure'];
const DURATION = 2 * HOUR;
const CHLORINE_LASTS = 2 * HOUR;
const CABINET_WARMS = HOUR;
const CABINET_CELSIUS = 24;

/**
 * `sampleFlow` is 0 for two hours and the cell holds the water of the beginning, ±1 step: its chlorine decays by 60 %
 * (10 to 40 steps) and it takes the cabinet's temperature. Flow and pressure of the main live on. Who clears the line
 * marks the cell's channels M for the last twenty minutes.
 */
export const zeroFlow: Scenario = {
  name: 'zero-flow',
  kind: 'probe_fault',
  summary: 'no water flows through the measuring cell for 2 hours; what stands in it is measured',
  duration: DURATION,
  strikes: ({ station }) => inCell(station),
  misread: (sample, moment) => {
    const before = moment.sampleAt(moment.begin).values;
    const struck = inCell(moment.station);
    const standing = reread(sample, struck, (value, channel) =>
      shownBy(channel, stale(before[channel.key] ?? value, channel, moment) + trembling(channel, moment)),
    );
    const dry = { ...standing, device: { ...standing.device, sampleFlow: 0 } };
    return moment.elapsed < DURATION - REPAIR ? dry : markAs('M', dry, struck);
  },
  events: ({ station }) => visit('maintenance', [DURATION - REPAIR, DURATION], inCell(station), 'sample line cleared'),
};

const inCell = ({ channels }: Station): Channel[] =>
  channels.filter(({ parameter }) => !IN_THE_MAIN.includes(parameter));

function stale(before: number, channel: Channel, { station, elapsed }: Moment): number {
  if (disinfectantChannels(station).includes(channel)) return before * Math.exp(-elapsed / CHLORINE_LASTS);
  if (channel.parameter !== 'temperature') return before;
  return CABINET_CELSIUS + (before - CABINET_CELSIUS) * Math.exp(-elapsed / CABINET_WARMS);
}

const trembling = ({ key, parameter }: Channel, { seed, station, at }: Moment): number =>
  PARAMETERS[parameter].resolution * jitter(keyOf(seed, station.id, key, 'standing'), at);
