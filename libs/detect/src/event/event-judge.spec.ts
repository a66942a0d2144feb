import { channelKey, DAY, HOUR, MINUTE, type ParameterCode } from '@clearwell/water-quality';
import fc from 'fast-check';
import type { JudgedChannel } from '../judge.ts';
import { EventJudge, type EventRow } from './event-judge.ts';

const SLOT = 10 * MINUTE;
const START = Date.UTC(2026, 2, 1);
const SETTINGS = { threshold: 1.75 };

const channelOf = (key: string, resolution: number, concern: JudgedChannel['concern'] = 'both'): JudgedChannel => ({
  key: channelKey(key),
  parameter: key.split('.')[0] as ParameterCode,
  resolution,
  operational: false,
  concern,
});
const CHANNELS = [
  channelOf('free_chlorine', 0.01),
  channelOf('turbidity', 0.01, 'rise'),
  channelOf('ph', 0.01),
  channelOf('conductivity', 1),
  channelOf('free_chlorine.2', 0.01),
];
const LEVELS = [0.5, 0.2, 7.6, 450, 0.45];
const NOISE = [0.01, 0.01, 0.01, 1.5, 0.01];

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Ordinary water: levels that wander a little, noise, values rounded as sensors do. */
function ordinaryRows(count: number, seed = 1): EventRow[] {
  const random = seeded(seed);
  const bell = (): number => random() + random() + random() + random() - 2;
  const wander = LEVELS.map(() => 0);
  return Array.from({ length: count }, (_, i) => {
    const values = LEVELS.map((level, c) => {
      const [noise = 0, resolution = 1] = [NOISE[c], CHANNELS[c]?.resolution];
      wander[c] = 0.98 * (wander[c] ?? 0) + 0.4 * noise * bell();
      return Math.round((level + (wander[c] ?? 0) + noise * bell()) / resolution) * resolution;
    });
    return { sampledAt: START + i * SLOT, values: Float64Array.from(values), votes: null, isMarked: false };
  });
}

/** Rows in which something is laid over some. */
const changed = (rows: readonly EventRow[], from: number, until: number, change: (values: Float64Array) => void) =>
  rows.map((row, i) => {
    if (i < from || i >= until) return row;
    const values = row.values.slice();
    change(values);
    return { ...row, values };
  });

function foldAll(rows: readonly EventRow[], channels = CHANNELS, judge = new EventJudge(SETTINGS, channels)) {
  return rows.map((row) => {
    const { score, isAlert, z, weights, episode } = judge.fold(row);
    return { score, isAlert, z: [...z], weights: [...weights], episodeStart: episode?.start ?? null };
  });
}

const LONG = 2_000;
const QUIET = ordinaryRows(LONG);
const alertsIn = (rows: readonly EventRow[]): number => foldAll(rows).filter(({ isAlert }) => isAlert).length;

describe('EventJudge', () => {
  it('says nothing of ordinary water', () => {
    expect(alertsIn(QUIET)).toBe(0);
  });

  it('alerts when several channels leave their levels, and says which way each went', () => {
    const rows = changed(QUIET, 1_500, 1_506, (values) => {
      values[0] = (values[0] ?? 0) - 0.15;
      values[3] = (values[3] ?? 0) + 30;
      values[4] = (values[4] ?? 0) - 0.15;
    });
    const verdicts = foldAll(rows);
    const first = verdicts.findIndex(({ isAlert }) => isAlert);
    expect([1_500, 1_501]).toContain(first);
    const { weights = [], z = [], episodeStart } = verdicts[first] ?? {};
    expect(weights.map((weight) => weight > 0)).toEqual([true, false, false, true, true]);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1);
    expect([z[0], z[3], z[4]].map((size) => Math.sign(size ?? 0))).toEqual([-1, 1, -1]);
    expect(episodeStart).toBe(START + first * SLOT);
    expect(verdicts[1_520]?.episodeStart).toBeNull();
  });

  it.each([
    ['a lone spike', 1, (values: Float64Array) => (values[2] = 9)],
    ['one channel missing', 60, (values: Float64Array) => (values[0] = NaN)],
    ['a silent station', 60, (values: Float64Array) => values.fill(NaN)],
    ['turbidity that falls, and chlorine as ever', 20, (values: Float64Array) => (values[1] = 0.05)],
  ])('says nothing of %s', (_, count, change) => {
    expect(alertsIn(changed(QUIET, 1_500, 1_500 + count, change))).toBe(0);
  });

  it('does not look at a channel that may not vote', () => {
    const votes = Uint8Array.from([0, 1, 1, 1, 0]);
    const rows = changed(QUIET, 1_500, 1_550, (values) => {
      values[0] = 0;
      values[4] = 0;
    });
    const isBroken = (i: number): boolean => i >= 1_500 && i < 1_550;
    expect(alertsIn(rows)).toBeGreaterThan(0);
    expect(alertsIn(rows.map((row, i) => (isBroken(i) ? { ...row, votes } : row)))).toBe(0);
  });

  it('judges nothing while somebody works at the station, and takes the levels found afterwards', () => {
    const rows = changed(QUIET, 1_500, LONG, (values) => {
      for (const c of [0, 2, 4]) values[c] = (values[c] ?? 0) + 0.3;
    });
    expect(alertsIn(rows)).toBeGreaterThan(0);
    expect(alertsIn(rows.map((row, i) => ({ ...row, isMarked: i >= 1_498 && i < 1_503 })))).toBe(0);
  });

  it('grows used to what happens every day at the same hour', () => {
    const days = 28;
    const rows = ordinaryRows(days * 144, 5).map((row, i) => {
      const values = row.values.slice();
      const isEvening = i % 144 >= 108 && i % 144 < 138;
      if (isEvening) for (const [c, by] of [-0.12, 0, 0.1, 25, -0.1].entries()) values[c] = (values[c] ?? 0) + by;
      return { ...row, values };
    });
    const alertDays = (from: number, to: number): number =>
      new Set(
        foldAll(rows).flatMap(({ isAlert }, i) =>
          isAlert && i >= from * 144 && i < to * 144 ? [Math.floor(i / 144)] : [],
        ),
      ).size;
    expect(alertDays(0, 7)).toBeGreaterThanOrEqual(3);
    expect(alertDays(21, 28)).toBe(0);
  });
});

const episodes = fc.array(
  fc.record({
    at: fc.integer({ min: 300, max: 780 }),
    rows: fc.integer({ min: 1, max: 60 }),
    by: fc.array(fc.constantFrom(0, 0, -0.3, 0.2, NaN, 5), { minLength: 5, maxLength: 5 }),
  }),
  { maxLength: 4 },
);
const MESSY = episodes.map((all) =>
  all.reduce(
    (rows, { at, rows: count, by }) =>
      changed(rows, at, at + count, (values) => {
        for (const [c, step] of by.entries()) values[c] = (values[c] ?? 0) + step * (c === 3 ? 40 : 1);
      }),
    ordinaryRows(800, 3),
  ),
);

describe('EventJudge, whatever happens', () => {
  it('goes on from its saved bytes exactly as it would have', () => {
    fc.assert(
      fc.property(MESSY, fc.integer({ min: 1, max: 799 }), (rows, cut) => {
        const whole = new EventJudge(SETTINGS, CHANNELS);
        const verdicts = foldAll(rows, CHANNELS, whole);
        const first = new EventJudge(SETTINGS, CHANNELS);
        foldAll(rows.slice(0, cut), CHANNELS, first);
        const second = new EventJudge(SETTINGS, CHANNELS, first.save());
        expect(second.save()).toEqual(first.save());
        expect(foldAll(rows.slice(cut), CHANNELS, second)).toEqual(verdicts.slice(cut));
        expect(second.save()).toEqual(whole.save());
      }),
      { numRuns: 12 },
    );
  });

  it('comes to the same in whatever order the channels are given', () => {
    const orders = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
    fc.assert(
      fc.property(MESSY, orders, (rows, order) => {
        const inOrder = <T>(all: ArrayLike<T>): T[] => order.map((c) => all[c] as T);
        const expected = foldAll(rows);
        const shuffled = foldAll(
          rows.map((row) => ({ ...row, values: Float64Array.from(inOrder(row.values)) })),
          inOrder(CHANNELS),
        );
        for (const [i, verdict] of shuffled.entries()) {
          expect(verdict.score).toBe(expected[i]?.score);
          expect(verdict.z).toEqual(inOrder(expected[i]?.z ?? []));
        }
      }),
      { numRuns: 8 },
    );
  });

  it('comes to the same in another unit', () => {
    const powers = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(MESSY, powers, (rows, exponents) => {
        const factor = (c: number): number => 2 ** (exponents[c] ?? 0);
        const channels = CHANNELS.map((channel, c) => ({ ...channel, resolution: channel.resolution * factor(c) }));
        const scaled = rows.map((row) => ({ ...row, values: row.values.map((value, c) => value * factor(c)) }));
        expect(foldAll(scaled, channels)).toEqual(foldAll(rows));
      }),
      { numRuns: 8 },
    );
  });

  it('takes a new channel in and lets one go without forgetting the others', () => {
    const before = new EventJudge(SETTINGS, CHANNELS.slice(0, 4));
    foldAll(
      QUIET.slice(0, 1_000).map((row) => ({ ...row, values: row.values.slice(0, 4) })),
      CHANNELS,
      before,
    );
    const after = new EventJudge(SETTINGS, CHANNELS.slice(1), before.save());
    const rows = QUIET.slice(1_000).map((row) => ({ ...row, values: row.values.slice(1) }));
    const moved = changed(rows, 300, 306, (values) => {
      values[1] = (values[1] ?? 0) + 0.3;
      values[2] = (values[2] ?? 0) + 40;
    });
    const alerts = foldAll(moved, CHANNELS, after).flatMap(({ isAlert }, i) => (isAlert ? [i] : []));
    expect(alerts[0]).toBeGreaterThanOrEqual(300);
    expect(alerts[0]).toBeLessThanOrEqual(302);
  });

  it('keeps less than 3 kB a channel', () => {
    const judge = new EventJudge(SETTINGS, CHANNELS);
    foldAll(QUIET.slice(0, 500), CHANNELS, judge);
    expect(judge.save().length).toBeLessThan(3_000 * CHANNELS.length);
  });

  it('refuses bytes of another layout', () => {
    expect(() => new EventJudge(SETTINGS, CHANNELS, Uint8Array.of(99, 0))).toThrow(/layout/);
  });

  it.each([MINUTE, 20 * MINUTE, HOUR])('finds a change of several channels at an interval of %d ms too', (interval) => {
    const length = (14 * DAY) / interval;
    const at = Math.floor(length * 0.8);
    const rows = ordinaryRows(length, 9).map((row, i) => ({ ...row, sampledAt: START + i * interval }));
    const until = at + Math.max(3, (2 * HOUR) / interval);
    const moved = changed(rows, at, until, (values) => {
      for (const [c, by] of [-0.2, 0.3, 0.2, 40, -0.2].entries()) values[c] = (values[c] ?? 0) + by;
    });
    const alerts = foldAll(moved).flatMap(({ isAlert }, i) => (isAlert ? [i] : []));
    expect(alerts[0]).toBeGreaterThanOrEqual(at);
    expect(alerts[0]).toBeLessThanOrEqual(at + 2);
  });
});
