import { DAY } from '@clearwell/water-quality';
import { jest } from '@jest/globals';
import { Clock, startClock } from './clock.ts';

describe('Clock', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000_000 });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is the wall clock at rate 1', () => {
    const clock = startClock({ rate: 1, start: null }, null, () => undefined);
    jest.advanceTimersByTime(5_000);
    expect(clock.now()).toBe(1_005_000);
  });

  it('runs at its rate from its start', () => {
    const clock = startClock({ rate: 60, start: 10 * DAY }, null, () => undefined);
    jest.advanceTimersByTime(1_000);
    expect(clock.state()).toEqual({ origin: 1_000_000, start: 10 * DAY, rate: 60, now: 10 * DAY + 60_000 });
  });

  it('stands the same in another process that is given its setting', () => {
    const clock = startClock({ rate: 60, start: null }, null, () => undefined);
    jest.advanceTimersByTime(777);
    expect(new Clock(clock.state()).now()).toBe(clock.now());
  });

  it('goes on where the stored readings end, when an earlier run went ahead, and says so', () => {
    const said: string[] = [];
    const clock = startClock({ rate: 1, start: null }, 1_000_000 + DAY, (what) => said.push(what));
    expect(clock.now()).toBe(1_000_000 + DAY);
    expect(said).toHaveLength(1);
  });
});
