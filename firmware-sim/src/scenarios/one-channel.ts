import { PARAMETERS, type Channel, type Mark, type ParameterCode, type Station } from '@clearwell/water-quality';
import { keyOf } from '../random.ts';
import type { Sample } from '../station/kept-reading.ts';
import type { Moment } from './scenario.ts';

/** The channel of water quality that a fault strikes: always the same one for seed, station and fault. */
export function struckChannel({ seed, station }: Pick<Moment, 'seed' | 'station'>, fault: string): Channel {
  const candidates = qualityChannels(station);
  const struck = candidates[keyOf(seed, station.id, fault) % candidates.length];
  if (struck === undefined) throw new Error(`${station.id} measures no water quality`);
  return struck;
}

export const qualityChannels = ({ channels }: Station): Channel[] =>
  channels.filter(({ parameter }) => !PARAMETERS[parameter].operational);

const DISINFECTANTS: readonly ParameterCode[] = ['free_chlorine', 'total_chlorine', 'chlorine_dioxide'];

export const channelsOfParameter = ({ channels }: Station, parameter: ParameterCode): Channel[] =>
  channels.filter((channel) => channel.parameter === parameter);

export const disinfectantChannels = ({ channels }: Station): Channel[] =>
  channels.filter(({ parameter }) => DISINFECTANTS.includes(parameter));

/** The sample with other values on some channels; where the sensor has none, there is nothing to change. */
export function reread(
  sample: Sample,
  channels: readonly Channel[],
  read: (value: number, channel: Channel) => number | null,
): Sample {
  const changed = channels.map((channel) => {
    const value = sample.values[channel.key];
    return [channel.key, value == null ? value : read(value, channel)] as const;
  });
  return { ...sample, values: { ...sample.values, ...Object.fromEntries(changed) } };
}

/** The sample with a mark of its logger on some channels. */
export const markAs = (mark: Mark, sample: Sample, channels: readonly Channel[]): Sample => ({
  ...sample,
  marks: { ...sample.marks, ...Object.fromEntries(channels.map(({ key }) => [key, mark])) },
});

/** Counts the samples since the beginning. */
export const slotSince = ({ elapsed, station }: Moment): number => Math.floor(elapsed / station.intervalMs);
