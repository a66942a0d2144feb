import { buildStation } from '@clearwell/testkit';
import { MINUTE, type Episode } from '@clearwell/water-quality';
import fc from 'fast-check';
import { StationReplay, type ReplayedReading } from './station-replay.ts';

const START = Date.UTC(2026, 2, 1);
const SLOT = 10 * MINUTE;
const SLOTS = 3 * 144;
const STATION = buildStation();

/** Same every time. */
function noise(seed: number): number {
  const x = Math.sin(seed * 12.9898) * 43758.5453;
  return x - Math.floor(x) - 0.5;
}

/** On the third day every parameter moves by ten of its steps and back. */
const ROWS: readonly ReplayedReading[] = Array.from({ length: SLOTS }, (_, slot) => ({
  sampledAt: START + slot * SLOT,
  values: Object.fromEntries(
    STATION.channels.map(({ key, resolution }, c) => {
      const moved = slot >= 340 && slot < 370 ? 12 : 0;
      return [key, resolution * (60 + moved + Math.round(3 * noise(slot * 31 + c)))];
    }),
  ),
  marked: [],
}));

/** What is known of a station once all has arrived: not when it was. */
function knownAfter(rows: readonly ReplayedReading[]): unknown[] {
  const replay = new StationReplay(STATION, 0.5);
  const known = new Map<string, unknown>();
  const nameOf = ({ channel, rule, start }: Episode): string => `${String(start)} ${rule} ${channel ?? ''}`;
  for (const row of rows) {
    const news = replay.receive([row], START);
    for (const episode of news?.withdrawn ?? []) known.delete(nameOf(episode));
    for (const episode of news?.put ?? []) known.set(nameOf(episode), episode);
  }
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1));
}

describe('StationReplay', () => {
  it('knows the same in the end in whatever order readings came, and however often', () => {
    const inOrder = knownAfter(ROWS);
    expect(inOrder.length).toBeGreaterThan(0);
    const lateness = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: SLOTS, maxLength: SLOTS });
    fc.assert(
      fc.property(lateness, (late) => {
        const arrivals = [...ROWS, ...ROWS.slice(100, 120)]
          .map((row, i) => ({ row, at: i + (i % 9 === 0 ? (late[i] ?? 0) : 0) }))
          .sort((a, b) => a.at - b.at);
        expect(knownAfter(arrivals.map(({ row }) => row))).toEqual(inOrder);
      }),
      { numRuns: 5 },
    );
  });

  it('forks: what goes on from there knows the same as if it had been one, and changes nothing of the other', () => {
    const [late, ...before] = ROWS.slice(0, 345).toReversed();
    const replay = new StationReplay(STATION, 0.5);
    for (const row of before.toReversed()) replay.receive([row], START);
    const goOn = (from: StationReplay) =>
      [...ROWS.slice(345), late ?? ROWS[0]].map((row) => row && from.receive([row], START));
    const forked = goOn(replay.fork());
    expect(forked.filter((news) => (news?.put.length ?? 0) > 0).length).toBeGreaterThan(0);
    expect(goOn(replay.fork())).toEqual(forked);
    expect(goOn(replay)).toEqual(forked);
  });
});
