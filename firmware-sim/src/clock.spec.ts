import { makeClock, Stopwatch } from './clock.ts';

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

describe('a stopwatch', () => {
  it('does not count the time for which it is held', () => {
    let wall = 1_000;
    const stopwatch = new Stopwatch(() => wall);
    const clock = makeClock({ start: 0, origin: stopwatch.now(), rate: 60 }, () => stopwatch.now());
    wall += 100;
    stopwatch.hold();
    wall += 5_000;
    stopwatch.hold();
    expect(clock.now()).toBe(6_000);
    stopwatch.go();
    stopwatch.go();
    wall += 100;
    expect(clock.now()).toBe(12_000);
  });
});
