import { stationId, type StationId, type Status } from '@clearwell/water-quality';
import fc from 'fast-check';
import type { Standing } from '../state/board-store.ts';
import { standingRank } from './announcer-rank.ts';
import { SPEAK_EVERY, SpokenQueue } from './spoken-queue.ts';

function setUp(statuses: Record<string, Status>) {
  const standings = new Map<StationId, Standing>(
    Object.entries(statuses).map(([id, status]) => [stationId(id), { status, unverified: false }]),
  );
  const spoken: { at: number; ids: readonly StationId[] }[] = [];
  const timers: { at: number; then: () => void }[] = [];
  let now = 0;
  const queue = new SpokenQueue<StationId>({
    rank: standingRank(() => standings),
    monotonic: () => now,
    speak: (ids) => spoken.push({ at: now, ids }),
    after: (ms, then) => timers.push({ at: now + ms, then }),
  });
  const until = (at: number): void => {
    for (const timer of timers.splice(0)) {
      if (timer.at > at) timers.push(timer);
      else {
        now = timer.at;
        timer.then();
      }
    }
    now = at;
  };
  return { queue, standings, spoken, until };
}

const ids = (...names: string[]): StationId[] => names.map(stationId);

describe('speaking of what got worse', () => {
  it('speaks at once, then gathers for five seconds and names the worst first', () => {
    const { queue, spoken, until } = setUp({ a: 'warning', b: 'offline', c: 'exceedance' });
    queue.add(ids('a'));
    queue.add(ids('b'));
    queue.add(ids('c'));
    until(SPEAK_EVERY);
    expect(spoken.map((entry) => entry.ids)).toEqual([['a'], ['c', 'b']]);
  });

  it('leaves out a station that recovered while it waited', () => {
    const { queue, standings, spoken, until } = setUp({ a: 'warning', b: 'warning' });
    queue.add(ids('a'));
    queue.add(ids('b'));
    standings.set(stationId('b'), { status: 'normal', unverified: false });
    until(SPEAK_EVERY);
    expect(spoken).toHaveLength(1);
  });

  it('never speaks twice within five seconds, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4_000 })), (pauses) => {
        const { queue, spoken, until } = setUp({ a: 'warning', b: 'exceedance' });
        let at = 0;
        for (const pause of pauses) {
          until((at += pause));
          queue.add(ids('a', 'b'));
        }
        until(at + SPEAK_EVERY);
        const times = spoken.map((entry) => entry.at);
        expect(times.every((time, i) => i === 0 || time - (times[i - 1] ?? 0) >= SPEAK_EVERY)).toBe(true);
        expect(times.length > 0).toBe(pauses.length > 0);
      }),
    );
  });
});
