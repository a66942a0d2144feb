import { HOUR, MINUTE, stationId, type Mute, type WorkWindow } from '@clearwell/water-quality';
import { quietOf, QuietWatch } from './quiet-watch.ts';

const NOON = Date.UTC(2026, 4, 1, 4);
const station = stationId('zz-001');
const window: WorkWindow = {
  ...{ id: 'w', station, channels: null, work: 'calibration', from: NOON + HOUR, until: NOON + 2 * HOUR },
  ...{ endedAt: null, by: 'li', reason: 'Buffer' },
};
const mute: Mute = {
  ...{ id: 'm', scope: { of: 'station', station }, from: NOON, until: NOON + 3 * HOUR, endedAt: null },
  ...{ by: 'li', reason: 'Pump' },
};

describe('QuietWatch', () => {
  it('notices once each what is opened, begins and ends, by the clock alone where nobody ends it', () => {
    const held = { windows: [] as WorkWindow[], mutes: [] as Mute[] };
    const watch = new QuietWatch();
    const look = (minute: number) => {
      const now = NOON + minute * MINUTE;
      const quiet = quietOf({ windows: () => held.windows, mutes: () => held.mutes }, now);
      return [watch.hasChanged(quiet, now), quiet.windows.length, quiet.mutes.length];
    };
    expect(look(0)).toEqual([false, 0, 0]);
    held.windows.push(window);
    expect([look(1), look(2)]).toEqual([
      [true, 1, 0],
      [false, 1, 0],
    ]);
    held.mutes.push(mute);
    expect([look(3), look(59)]).toEqual([
      [true, 1, 1],
      [false, 1, 1],
    ]);
    expect([look(60), look(61)]).toEqual([
      [true, 1, 1],
      [false, 1, 1],
    ]);
    expect(look(120)).toEqual([true, 0, 1]);
    held.mutes[0] = { ...mute, endedAt: NOON + 121 * MINUTE };
    expect([look(121), look(180)]).toEqual([
      [true, 0, 0],
      [false, 0, 0],
    ]);
  });
});
