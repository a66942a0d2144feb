import {
  GOOD,
  MARK_FLAGS,
  judgeTime,
  parameterOf,
  parameterOfChannel,
  type ChannelKey,
  type Quality,
  type QualifiedReading,
  type Reading,
} from '@clearwell/water-quality';

/**
 * Flags every value of a reading (QARTOD primary flags) with the test that set it. A value is never changed or removed.
 * Whether the station has the channel is no question of quality: a later change of its registration changes no flag.
 * The first test that speaks, in this order, wins: missing, sensor span, data mark, sampling time, user span.
 */
export function qualifyReading(reading: Reading): QualifiedReading {
  const timing = judgeTime(reading.sampledAt, reading.receivedAt) === 'ahead' ? 'ahead' : 'judged';
  const quality: Partial<Record<ChannelKey, Quality>> = {};
  for (const channel of Object.keys(reading.values) as ChannelKey[]) {
    const value = reading.values[channel];
    if (value !== undefined) quality[channel] = qualifyValue(value, channel, reading, timing);
  }
  return { ...reading, quality, timing };
}

function qualifyValue(
  value: number | null,
  channel: ChannelKey,
  reading: Reading,
  timing: QualifiedReading['timing'],
): Quality {
  if (value === null) return { flag: 9, test: 'missing' };
  const { sensorSpan, userSpan } = parameterOf(parameterOfChannel(channel));
  if (isOutside(sensorSpan, value)) return { flag: 4, test: 'gross_range_sensor' };
  const mark = reading.marks[channel];
  if (mark !== undefined && MARK_FLAGS[mark] !== 1) return { flag: MARK_FLAGS[mark], test: 'mark' };
  if (timing === 'ahead') return { flag: 2, test: 'time_ahead' };
  return isOutside(userSpan, value) ? { flag: 3, test: 'gross_range_user' } : GOOD;
}

const isOutside = ([low, high]: readonly [number, number], value: number): boolean => value < low || value > high;
