import { makeClock } from './clock.ts';

describe('the clock', () => {
  it('is the wall clock at rate 1 when it starts at its origin', () => {
    expect(makeClock({ start: 5_000, origin: 5_000, rate: 1 }, () => 6_234).now()).toBe(6_234);
  });

  it('runs `rate` times as fast from `start` on', () => {
    const clock = makeClock({ start: 1_000_000, origin: 50, rate: 60 }, () => 1_050);
    expect(clock.now()).toBe(1_060_000);
    expect(clock.wallUntil(1_120_000)).toBe(1_000);
  });
});
