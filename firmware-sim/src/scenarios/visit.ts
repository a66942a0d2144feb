import { MINUTE, type Channel, type ParameterCode } from '@clearwell/water-quality';
import { fraction, keyOf } from '../random.ts';
import type { Sample } from '../station/kept-reading.ts';
import { shownBy } from '../water/instrument.ts';
import { jitter } from '../water/noise.ts';
import { markAs, reread } from './one-channel.ts';
import type { Moment, PlannedEvent } from './scenario.ts';

/** How long somebody works at the probes when they are calibrated; four samples at one every ten minutes. */
export const CALIBRATION = 40 * MINUTE;
export const REPAIR = 20 * MINUTE;

/** Of the channels that are calibrated, so many show the standards: the others are compared with a portable meter. */
const SHARE_IN_STANDARD = 0.5;

/** What stands in the cup in the first and in the second half of a calibration, in the units of the catalogue. */
const STANDARDS: Partial<Record<ParameterCode, readonly [number, number]>> = {
  ph: [6.86, 4],
  turbidity: [0.02, 10],
  free_chlorine: [0, 1],
  chlorine_dioxide: [0, 0.5],
  conductivity: [84, 1413],
  orp: [86, 256],
  codmn: [0, 2],
  ammonia_n: [0, 1],
};

/** Somebody comes: the door is opened, the work begins and ends, the door is closed. Times in ms after the beginning. */
export function visit(
  kind: 'calibration' | 'maintenance',
  [from, until]: readonly [number, number],
  struck: readonly Channel[],
  note: string,
): PlannedEvent[] {
  const channels = struck.map(({ key }) => key);
  return [
    { after: from, kind: 'door', state: 'begin' },
    { after: from, kind, state: 'begin', channels, note },
    { after: until, kind, state: 'end', channels },
    { after: until, kind: 'door', state: 'end' },
  ];
}

/** A sample `elapsed` ms after a calibration began: marked C, and on some channels that of the standard in the cup. */
export function calibrate(
  sample: Sample,
  channels: readonly Channel[],
  { seed, station, begin, at }: Moment,
  elapsed: number,
): Sample {
  const key = ({ key: channel }: Channel): number => keyOf(seed, station.id, channel, begin, 'standard');
  const immersed = channels.filter((channel) => fraction(key(channel)) < SHARE_IN_STANDARD);
  const half = elapsed < CALIBRATION / 2 ? 0 : 1;
  const inStandard = reread(sample, immersed, (value, channel) => {
    const standard = STANDARDS[channel.parameter]?.[half];
    return standard === undefined
      ? value
      : shownBy(channel, standard + 2 * channel.resolution * jitter(key(channel), at));
  });
  return markAs('C', inStandard, channels);
}
