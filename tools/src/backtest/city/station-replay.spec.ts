import type { StationRow } from '@clearwell/detect';
import { buildStation } from '@clearwell/testkit';
import { MINUTE } from '@clearwell/water-quality';
import fc from 'fast-check';
import { StationReplay } from './station-replay.ts';

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
const ROWS: readonly StationRow[] = Array.from({ length: SLOTS }, (_, slot) => ({
  sampledAt: START + slot * SLOT,
  values: Float64Array.from(STATION.channels, ({ resolution }, c) => {
    const moved = slot >= 340 && slot < 370 ? 12 : 0;
    return resolution * (60 + moved + Math.round(3 * noise(slot * 31 + c)));
  }),
  flags: null,
  isMarked: false,
}));

/** What is known of a station's alerts once all has arrived. */
function alertsAfter(rows: readonly StationRow[]): unknown[] {
  const replay = new StationReplay(STATION, 1.9);
  const known = new Map<number, unknown>();
  for (const [i, row] of rows.entries()) {
    const news = replay.receive(row, START + i)?.alerts;
    for (const { start } of news?.withdrawn ?? []) known.delete(start);
    for (const event of news?.put ?? []) known.set(event.start, event);
  }
  return [...known].sort(([a], [b]) => a - b);
}

describe('StationReplay', () => {
  it('knows the same in the end in whatever order readings came, and however often', () => {
    const inOrder = alertsAfter(ROWS);
    expect(inOrder.length).toBeGreaterThan(0);
    const lateness = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: SLOTS, maxLength: SLOTS });
    fc.assert(
      fc.property(lateness, (late) => {
        const arrivals = [...ROWS, ...ROWS.slice(100, 120)]
          .map((row, i) => ({ row, at: i + (i % 9 === 0 ? (late[i] ?? 0) : 0) }))
          .sort((a, b) => a.at - b.at);
        expect(alertsAfter(arrivals.map(({ row }) => row))).toEqual(inOrder);
      }),
      { numRuns: 5 },
    );
  });

  it('forks: what goes on from there knows the same as if it had been one, and changes nothing of the other', () => {
    const [late, ...before] = ROWS.slice(0, 345).toReversed();
    const replay = new StationReplay(STATION, 1.9);
    for (const row of before.toReversed()) replay.receive(row, START);
    const goOn = (from: StationReplay) =>
      [...ROWS.slice(345), late ?? ROWS[0]].map((row) => row && from.receive(row, START));
    const forked = goOn(replay.fork());
    expect(forked.filter((news) => (news?.alerts.put.length ?? 0) > 0).length).toBeGreaterThan(0);
    expect(goOn(replay.fork())).toEqual(forked);
    expect(goOn(replay)).toEqual(forked);
  });
});
