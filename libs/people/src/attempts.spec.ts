import { MINUTE } from '@clearwell/water-quality';
import fc from 'fast-check';
import { Attempts } from './attempts.ts';

const T = Date.UTC(2026, 10, 22);

/** How many of these guesses were looked at, and how long the next one waits. */
function guess(attempts: Attempts, times: number, name: string, address: string, from = T) {
  let looked = 0;
  for (let i = 0; i < times; i += 1) {
    if (attempts.wait(name, address, from + i) > 0) continue;
    attempts.begin(name, address, from + i);
    looked += 1;
  }
  return { looked, wait: attempts.wait(name, address, from + times) };
}

describe('attempts to sign in', () => {
  it('lock a name after five for a quarter of an hour, from whatever address, and are not prolonged by trying', () => {
    const attempts = new Attempts();
    expect(guess(attempts, 9, 'li', 'a')).toEqual({ looked: 5, wait: 15 * MINUTE + 4 - 9 });
    expect(attempts.wait('li', 'b', T + 9)).toBeGreaterThan(0);
    expect(attempts.wait('wang', 'a', T + 9)).toBe(0);
    expect(attempts.wait('li', 'a', T + 4 + 15 * MINUTE)).toBe(0);
  });

  it('lock an address after thirty, whatever the names', () => {
    const attempts = new Attempts();
    for (let i = 0; i < 30; i += 1) expect(guess(attempts, 1, `name ${String(i)}`, 'a').looked).toBe(1);
    expect(guess(attempts, 1, 'another', 'a').looked).toBe(0);
    expect(guess(attempts, 1, 'another', 'b').looked).toBe(1);
  });

  it('are forgotten for a name that came in, and held against the address no more than the wrong ones', () => {
    const attempts = new Attempts();
    guess(attempts, 4, 'li', 'a');
    for (let i = 0; i < 100; i += 1) {
      attempts.begin('li', 'a', T + i);
      attempts.succeed('li', 'a');
    }
    expect(attempts.wait('li', 'a', T + 100)).toBe(0);
    expect(guess(attempts, 9, 'li', 'a', T + 100).looked).toBe(5);
  });

  it('never look at more than five of a name in any quarter of an hour, however they are spread', () => {
    const gaps = fc.array(fc.nat(5 * MINUTE), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(gaps, (between) => {
        const attempts = new Attempts();
        const looked: number[] = [];
        let now = T;
        for (const gap of between) {
          now += gap;
          if (attempts.wait('li', 'a', now) > 0) continue;
          attempts.begin('li', 'a', now);
          looked.push(now);
        }
        return looked.every((at, i) => (looked[i + 5] ?? Infinity) - at >= 15 * MINUTE);
      }),
    );
  });
});
