import { clockFrom, heardAgain, timeOn } from './server-clock.ts';

describe("the server's clock", () => {
  it('runs on from what was heard, at its own rate', () => {
    const clock = clockFrom({ origin: 0, start: 0, rate: 60, now: 1_000_000 }, 500);
    expect(timeOn(clock, 500)).toBe(1_000_000);
    expect(timeOn(clock, 1_500)).toBe(1_060_000);
  });

  it('is set again by a heartbeat', () => {
    const clock = heardAgain(clockFrom({ origin: 0, start: 0, rate: 1, now: 10 }, 0), 99_000, 4_000);
    expect(timeOn(clock, 5_000)).toBe(100_000);
  });

  it.each([
    [{ origin: 5_000, start: 5_000, rate: 1, now: 0 }, false],
    [{ origin: 5_000, start: 5_400, rate: 1, now: 0 }, false],
    [{ origin: 5_000, start: 9_000, rate: 1, now: 0 }, true],
    [{ origin: 5_000, start: 5_000, rate: 10, now: 0 }, true],
  ])('says of %j that it is simulated: %s', (state, simulated) => {
    expect(clockFrom(state, 0).simulated).toBe(simulated);
  });
});
