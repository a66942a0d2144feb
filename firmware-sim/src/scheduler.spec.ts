import fc from 'fast-check';
import { makeClock } from './clock.ts';
import { Scheduler } from './scheduler.ts';

const runAll = (instants: readonly number[]): Promise<number[]> =>
  new Promise((resolve) => {
    const ran: number[] = [];
    const scheduler = new Scheduler(makeClock({ start: 0, origin: Date.now() - 1_000, rate: 1 }));
    for (const at of instants)
      scheduler.at(at, () => {
        ran.push(at);
        if (ran.length === instants.length) resolve(ran);
      });
    scheduler.start();
  });

describe('the scheduler', () => {
  it('runs what is due in the order of its time, however it was handed in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 300 }),
        async (instants) => {
          expect(await runAll(instants)).toEqual(instants.toSorted((a, b) => a - b));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('runs a task that a task hands in', async () => {
    const scheduler = new Scheduler(makeClock({ start: 0, origin: Date.now(), rate: 3_600 }));
    scheduler.start();
    const second = await new Promise((resolve) => {
      scheduler.at(10, () => scheduler.at(20, () => resolve('ran')));
    });
    scheduler.stop();
    expect(second).toBe('ran');
  });
});
