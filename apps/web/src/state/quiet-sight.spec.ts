import { stationId } from '@clearwell/water-quality';
import { muteOf, workOf } from './quiet-sight.ts';

const STATION = stationId('zz-001');
const window = { id: 'w1', station: STATION, channels: null, endedAt: null, by: null, reason: '' } as const;
const calibration = { ...window, work: 'calibration', from: 10, until: 20 } as const;

describe('what somebody does at a station', () => {
  it.each([
    [9, null],
    [10, 'calibration'],
    [19, 'calibration'],
    [20, null],
    [null, null],
  ])('is known at %s from when it begins until its end: %s', (now, work) => {
    expect(workOf({ windows: [calibration], mutes: [] }, STATION, now)?.work ?? null).toBe(work);
    expect(workOf({ windows: [calibration], mutes: [] }, stationId('zz-002'), now)).toBeNull();
  });

  it('is the work that goes on longest', () => {
    const longer = { ...window, id: 'w2', work: 'maintenance', from: 5, until: 30 } as const;
    expect(workOf({ windows: [calibration, longer], mutes: [] }, STATION, 15)?.id).toBe('w2');
  });
});

it('a mute is of a station where it is of all that it says', () => {
  const mute = { id: 'm1', from: 0, until: 9, by: 'li', reason: '' };
  const ofStation = { ...mute, scope: { of: 'station', station: STATION } } as const;
  const ofRule = { ...mute, scope: { of: 'rule', rule: 'event', station: STATION } } as const;
  expect(muteOf({ windows: [], mutes: [ofRule, ofStation] }, STATION, 5)).toBe(ofStation);
  expect(muteOf({ windows: [], mutes: [ofRule] }, STATION, 5)).toBeNull();
});
