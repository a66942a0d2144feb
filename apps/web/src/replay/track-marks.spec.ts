import { startOfCityDay, type FrameIndex } from '@clearwell/contracts/frames';
import { channelKey, HOUR, stationId } from '@clearwell/water-quality';
import { trackMarks } from './track-marks.ts';

const day = '2026-11-20';
const start = startOfCityDay(day);
const hours = Array.from({ length: 24 }, (_, hour) => (hour < 2 ? 6 * (hour + 1) : 0));
const index: FrameIndex = {
  days: [{ day, revision: 'a', hours }],
  raised: [
    {
      at: start + 1.5 * HOUR,
      clearedAt: null,
      station: stationId('zz-001'),
      channel: channelKey('turbidity'),
      rule: 'turbidity-max',
      level: 'red',
    },
  ],
};

describe('the marks of the track', () => {
  it('are bars as high as the hour has readings, and a tick where an alert was raised', () => {
    const marks = trackMarks(index, start + 4 * HOUR);
    expect(marks.density).toBe('M0 24v-12.0h1v12.0zM1 24v-24.0h1v24.0z');
    expect(marks.raised).toEqual({ red: 'M1.50 0v24', amber: '' });
  });

  it('call an hour a gap only when it is over', () => {
    expect(trackMarks(index, start + 4 * HOUR).gaps).toBe('M2 0h1v24h-1zM3 0h1v24h-1z');
  });

  it('are none where there is no day', () => {
    expect(trackMarks({ days: [], raised: [] }, start)).toMatchObject({ density: '', gaps: '' });
  });
});
