import {
  GOOD,
  MARK_FLAGS,
  isJudgeable,
  judgeTime,
  parameterOf,
  parameterOfChannel,
  type ChannelKey,
  type Quality,
  type QualifiedReading,
  type Reading,
} from '@clearwell/water-quality';
import { flagGrossRange, type ValueSpan } from './tests/gross-range.ts';

/** Spans of one channel, in its unit. */
export interface RangeSettings {
  readonly sensorSpan: ValueSpan;
  readonly userSpan: ValueSpan;
}

/** What holds for a channel where nothing is said of its station: the catalogue's spans. */
const rangesOfCatalogue = (_station: Reading['station'], channel: ChannelKey): RangeSettings =>
  parameterOf(parameterOfChannel(channel));

/**
 * Flags every value of a reading by what it shows itself (QARTOD primary flags), with the test that set the flag. A value
 * is never changed or removed. Whether the station has the channel is no question of quality: a later change of its
 * registration changes no flag. The first test that speaks, in this order, wins: missing, sensor span, mark of calibration,
 * maintenance or fault, sampling time, no flow through the cell, mark of doubt, user span. Only the user span and marks of doubt are suspect;
 * what else speaks here makes a value unfit to be judged.
 */
export function qualifyReading(reading: Reading, rangesOf = rangesOfCatalogue): QualifiedReading {
  const timing = judgeTime(reading.sampledAt, reading.receivedAt) === 'ahead' ? 'ahead' : 'judged';
  const quality: Partial<Record<ChannelKey, Quality>> = {};
  for (const channel of Object.keys(reading.values) as ChannelKey[]) {
    const value = reading.values[channel];
    if (value === undefined) continue;
    quality[channel] =
      value === null
        ? { flag: 9, test: 'missing' }
        : qualifyValue(channel, reading, timing, flagOfRange(value, rangesOf(reading.station, channel)));
  }
  return { ...reading, quality, timing };
}

const flagOfRange = (value: number, { sensorSpan, userSpan }: RangeSettings) =>
  flagGrossRange(value, sensorSpan, userSpan);

function qualifyValue(
  channel: ChannelKey,
  reading: Reading,
  timing: QualifiedReading['timing'],
  range: Quality['flag'],
): Quality {
  if (range === 4) return { flag: 4, test: 'gross_range_sensor' };
  const mark = MARK_FLAGS[reading.marks[channel] ?? 'N'];
  if (!isJudgeable(mark)) return { flag: mark, test: 'mark' };
  if (timing === 'ahead') return { flag: 2, test: 'time_ahead' };
  if (isStanding(channel, reading)) return { flag: 4, test: 'zero_flow' };
  if (mark === 3) return { flag: mark, test: 'mark' };
  return range === 3 ? { flag: 3, test: 'gross_range_user' } : GOOD;
}

/** Water that stands in the measuring cell is not the water of the pipe; what is measured in the pipe itself stays. */
const isStanding = (channel: ChannelKey, { device }: Reading): boolean =>
  device.sampleFlow === 0 && !parameterOf(parameterOfChannel(channel)).operational;
