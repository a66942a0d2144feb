import { MUTE_FOR, RING_EVERY, Ringer } from './ringer.ts';

function setUp() {
  let now = 0;
  let timer: { at: number; then: () => void } | null = null;
  const rung: number[] = [];
  const around = { mayRing: true };
  const ringer = new Ringer({
    monotonic: () => now,
    ring: () => {
      if (around.mayRing) rung.push(now);
      return around.mayRing;
    },
    after: (ms, then) => {
      const own = { at: now + ms, then };
      timer = own;
      return () => {
        if (timer === own) timer = null;
      };
    },
  });
  const until = (at: number): void => {
    while (timer !== null && timer.at <= at) {
      const { at: due, then } = timer;
      now = due;
      timer = null;
      then();
    }
    now = at;
  };
  return { ringer, rung, around, until };
}

describe('the sound of alerts', () => {
  it('comes at once and every half minute until nothing calls', () => {
    const { ringer, rung, until } = setUp();
    ringer.call(true, true);
    until(2 * RING_EVERY);
    ringer.call(false, false);
    until(10 * RING_EVERY);
    expect(rung).toEqual([0, RING_EVERY, 2 * RING_EVERY]);
  });

  it('comes at once for another alert, and counts its half minute from there', () => {
    const { ringer, rung, until } = setUp();
    ringer.call(true, true);
    until(10_000);
    ringer.call(true, true);
    ringer.call(true, false);
    until(10_000 + RING_EVERY);
    expect(rung).toEqual([0, 10_000, 10_000 + RING_EVERY]);
  });

  it('is held by a mute for ten minutes, also for what is new, and then comes by itself', () => {
    const { ringer, rung, until } = setUp();
    ringer.call(true, true);
    until(1_000);
    ringer.mute();
    until(60_000);
    ringer.call(true, true);
    expect(rung).toEqual([0]);
    until(1_000 + MUTE_FOR);
    expect(rung).toEqual([0, 1_000 + MUTE_FOR]);
    expect(ringer.mutedUntil.get()).toBeNull();
  });

  it('says that the browser holds it back, and comes with the first touch', () => {
    const { ringer, rung, around, until } = setUp();
    around.mayRing = false;
    ringer.call(true, true);
    expect(ringer.isLocked.get()).toBe(true);
    around.mayRing = true;
    until(3_000);
    ringer.unlock();
    expect([rung, ringer.isLocked.get()]).toEqual([[3_000], false]);
  });
});
