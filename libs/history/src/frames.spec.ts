import { buildStation, NOON } from '@clearwell/testkit';
import { channelKey, HOUR, MINUTE, type KnownEpisode } from '@clearwell/water-quality';
import fc from 'fast-check';
import { framesOf, type FrameSpan, type StationPast } from './frames.ts';

const STEP = 10 * MINUTE;
const station = buildStation();

interface Row {
  readonly slot: number;
  readonly late: number;
  readonly value: number;
}

const pastOf = (rows: readonly Row[], episodes: readonly KnownEpisode[] = []): StationPast => {
  const inOrder = [...rows].sort((a, b) => a.slot - b.slot);
  return {
    station,
    episodes,
    readings: {
      sampledAt: Float64Array.from(inOrder, ({ slot }) => NOON + slot * MINUTE),
      receivedAt: Float64Array.from(inOrder, ({ slot, late }) => NOON + (slot + late) * MINUTE),
      values: Float64Array.from(inOrder, ({ value }) => value),
      flags: Uint8Array.from(inOrder, () => 1),
    },
  };
};

const rowsOf = (late: fc.Arbitrary<number>) =>
  fc.uniqueArray(
    fc.record({ slot: fc.integer({ min: -200, max: 600 }), late, value: fc.integer({ min: 0, max: 9 }) }),
    {
      selector: ({ slot }) => slot,
      maxLength: 60,
    },
  );

const episode = (raised: number, cleared: number | null, known: readonly [number, number | null]): KnownEpisode => {
  const minute = (n: number): number => NOON + n * MINUTE;
  return {
    station: station.id,
    kind: 'limit',
    channel: channelKey('turbidity'),
    rule: 'gb2022.turbidity',
    level: 'red',
    start: minute(raised),
    raisedAt: minute(raised),
    clearedAt: cleared === null ? null : minute(cleared),
    knownFrom: minute(known[0]),
    knownUntil: known[1] === null ? null : minute(known[1]),
  };
};

const DAY_SPAN: FrameSpan = { from: NOON, to: NOON + 8 * HOUR, step: STEP };
const statuses = (past: StationPast, view: 'sampled' | 'known', to = NOON + 90 * MINUTE) =>
  [...framesOf(past, { from: NOON, to, step: STEP }, view)].map(({ status }) => status);

describe('frames', () => {
  it('show the newest sample in hand, and grow stale and offline by its age', () => {
    const past = pastOf([
      { slot: -5, late: 0, value: 1 },
      { slot: 8, late: 0, value: 2 },
    ]);
    const frames = [...framesOf(past, { from: NOON, to: NOON + 90 * MINUTE, step: STEP }, 'sampled')];
    expect(frames.map(({ reading }) => reading?.value)).toEqual([1, 2, 2, 2, 2, 2, 2, 2, 2]);
    expect(frames.map(({ status }) => status)).toEqual([
      ...['normal', 'normal', 'normal', 'stale', 'stale', 'stale', 'stale', 'offline', 'offline'],
    ]);
  });

  it('as known then leave out what had not come, and as sampled show it where it belongs', () => {
    const past = pastOf([
      { slot: 0, late: 0, value: 1 },
      ...[10, 20, 30, 40, 50, 60].map((slot) => ({ slot, late: 70 - slot, value: 2 })),
    ]);
    expect(statuses(past, 'sampled', NOON + 80 * MINUTE)).toEqual(Array(8).fill('normal'));
    expect(statuses(past, 'known', NOON + 80 * MINUTE)).toEqual([
      ...['normal', 'normal', 'normal', 'stale', 'stale', 'stale', 'stale', 'normal'],
    ]);
  });

  it('tell an alert from the reading that raised it to the one that cleared it', () => {
    const rows = [0, 10, 20, 30, 40, 50, 60, 70, 80].map((slot) => ({ slot, late: 0, value: 1 }));
    const past = pastOf(rows, [episode(20, 50, [20, null])]);
    const expected = [
      'normal',
      'normal',
      'exceedance',
      'exceedance',
      'exceedance',
      'normal',
      'normal',
      'normal',
      'normal',
    ];
    expect(statuses(past, 'sampled')).toEqual(expected);
  });

  it('as known then tell an alert that late data took away, and not yet one that they brought', () => {
    const rows = [0, 10, 20, 30, 40, 50, 60, 70, 80].map((slot) => ({ slot, late: 0, value: 1 }));
    const past = pastOf(rows, [episode(10, null, [10, 40]), episode(30, 80, [60, null])]);
    const [ok, bad] = ['normal', 'exceedance'];
    expect(statuses(past, 'known')).toEqual([ok, bad, bad, bad, ok, ok, bad, bad, ok]);
    expect(statuses(past, 'sampled')).toEqual([ok, ok, ok, bad, bad, bad, bad, bad, ok]);
  });

  it('are the same in both views where nothing is late', () => {
    fc.assert(
      fc.property(rowsOf(fc.constant(0)), (rows) => {
        const past = pastOf(rows);
        expect([...framesOf(past, DAY_SPAN, 'known')]).toEqual([...framesOf(past, DAY_SPAN, 'sampled')]);
      }),
    );
  });

  it('of a long span are those of its pieces', () => {
    const cut = fc.integer({ min: 0, max: 48 }).map((slot) => NOON + slot * STEP);
    fc.assert(
      fc.property(
        rowsOf(fc.integer({ min: 0, max: 500 })),
        cut,
        fc.constantFrom('sampled', 'known'),
        (rows, at, view) => {
          const past = pastOf(rows);
          const pieces = [
            ...framesOf(past, { ...DAY_SPAN, to: at }, view),
            ...framesOf(past, { ...DAY_SPAN, from: at }, view),
          ];
          expect(pieces).toEqual([...framesOf(past, DAY_SPAN, view)]);
        },
      ),
    );
  });
});
