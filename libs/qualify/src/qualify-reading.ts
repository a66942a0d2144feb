import {
  GOOD,
  MARK_FLAGS,
  judgeTime,
  parameterOf,
  type Channel,
  type ChannelKey,
  type Quality,
  type QualifiedReading,
  type Reading,
  type Station,
} from '@clearwell/water-quality';

/**
 * Flags every value of a reading (QARTOD primary flags) with the test that set it. A value is never changed or removed.
 * The first test that speaks, in this order, wins: missing, sensor span, data mark, sampling time, user span.
 */
export function qualifyReading(reading: Reading, station: Station): QualifiedReading {
  const timing = judgeTime(reading.sampledAt, reading.receivedAt) === 'ahead' ? 'ahead' : 'judged';
  const quality: Partial<Record<ChannelKey, Quality>> = {};
  for (const channel of station.channels) {
    const value = reading.values[channel.key];
    if (value !== undefined) quality[channel.key] = qualifyValue(value, channel, reading, timing);
  }
  return { ...reading, quality, timing };
}

function qualifyValue(
  value: number | null,
  channel: Channel,
  reading: Reading,
  timing: QualifiedReading['timing'],
): Quality {
  if (value === null) return { flag: 9, test: 'missing' };
  const { sensorSpan, userSpan } = parameterOf(channel.parameter);
  if (isOutside(sensorSpan, value)) return { flag: 4, test: 'gross_range_sensor' };
  const mark = reading.marks[channel.key];
  if (mark !== undefined && MARK_FLAGS[mark] !== 1) return { flag: MARK_FLAGS[mark], test: 'mark' };
  if (timing === 'ahead') return { flag: 2, test: 'time_ahead' };
  return isOutside(userSpan, value) ? { flag: 3, test: 'gross_range_user' } : GOOD;
}

const isOutside = ([low, high]: readonly [number, number], value: number): boolean => value < low || value > high;
