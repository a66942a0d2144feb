import type { LatestQuery } from '@clearwell/history';
import { DAY, HOUR, MINUTE } from '@clearwell/water-quality';
import fc from 'fast-check';
import { NOON } from './builders.ts';
import { gather } from './gather.ts';
import {
  CHANNELS,
  chlorine,
  HistoryProbe,
  newStation,
  ph,
  qualify,
  referenceBuckets,
  referenceRows,
  roundMeans,
  secondChlorine,
  stand,
  turbidity,
  type StoreUnderTest,
} from './history-probe.ts';

export { register } from './history-probe.ts';

/** The rules that every store keeps. `open` is called once; every rule has stations of its own. */
export function describeHistory(
  name: string,
  open: () => Promise<StoreUnderTest>,
  { runs }: { readonly runs: number },
): void {
  describe(name, () => {
    const probe = new HistoryProbe();
    beforeAll(async () => {
      probe.open(await open());
    }, 60_000);

    describe('range', () => {
      describeRange(probe);
    });
    describe('a reading in several versions', () => {
      describeVersions(probe);
    });
    describe('aggregate', () => {
      describeAggregate(probe);
    });
    describe('latest', () => {
      describeLatest(probe);
    });
    describe('sweep', () => {
      describeSweep(probe);
    });
    describeStream(probe);
    describeAnyReadings(probe, runs);
  });
}

function describeRange(probe: HistoryProbe): void {
  it('gives the channels asked for, and tells no value from not sent by the flag', async () => {
    const station = await probe.stationWith(
      { minute: 0, values: { ph: 7, turbidity: 0.2 } },
      { minute: 1, values: { ph: null } },
      { minute: 5, values: { turbidity: 200 } },
    );
    expect(await probe.range(station, { channels: [turbidity, ph] })).toEqual([
      [0, 5_000, [0.2, 1], [7, 1]],
      [1, 5_000, [NaN, 0], [NaN, 9]],
      [5, 5_000, [200, 4], [NaN, 0]],
    ]);
  });

  it('includes `from`, leaves `to` out, and gives nothing where there is nothing', async () => {
    const station = await probe.stationWith(...[1, 2, 3].map((minute) => ({ minute, values: { ph: minute } })));
    expect(await probe.range(station, { from: NOON + 2 * MINUTE, to: NOON + 3 * MINUTE })).toEqual([
      [2, 5_000, [2, 1]],
    ]);
    expect(await probe.range(station, { from: NOON - DAY, to: NOON })).toEqual([]);
    expect(await probe.range(station, { from: NOON, to: NOON })).toEqual([]);
    expect(await probe.range(newStation())).toEqual([]);
  });

  it('takes a span as wide as time', async () => {
    const station = await probe.stationWith({ minute: 1, values: { ph: 7 } });
    expect(await probe.range(station, { from: 0, to: Number.MAX_SAFE_INTEGER })).toEqual([[1, 5_000, [7, 1]]]);
  });

  it('keeps two channels of one parameter apart', async () => {
    const station = await probe.stationWith({ minute: 0, values: { free_chlorine: 0.4, 'free_chlorine.2': 0.6 } });
    const both = await probe.range(station, { channels: [secondChlorine, chlorine] });
    expect(both).toEqual([[0, 5_000, [0.6, 1], [0.4, 1]]]);
  });
}

function describeVersions(probe: HistoryProbe): void {
  it('gives a reading once, as it stands after all its versions', async () => {
    const station = await probe.stationWith(
      { minute: 0, boot: 1, values: { ph: 7, turbidity: 0.3 } },
      { minute: 0, boot: 1, values: { ph: 7, turbidity: 0.3 } },
      { minute: 0, boot: 2, values: { ph: null } },
      { minute: 0, boot: 1, values: { free_chlorine: 0.5 } },
    );
    expect(await probe.range(station, { channels: [ph, turbidity, chlorine] })).toEqual([
      [0, 5_000, [NaN, 9], [0.3, 1], [0.5, 1]],
    ]);
  });

  it('takes a value away that was already in the store', async () => {
    const station = await probe.stationWith({ minute: 0, boot: 1, values: { ph: 7 } });
    expect(await probe.range(station)).toEqual([[0, 5_000, [7, 1]]]);
    await probe.put(station, [qualify(station, { minute: 0, boot: 2, values: { ph: null } })]);
    expect(await probe.range(station)).toEqual([[0, 5_000, [NaN, 9]]]);
    expect(await probe.latest([station])).toEqual({ [station.id]: { ph: null } });
    expect(await probe.buckets(station, HOUR)).toEqual([]);
  });
}

function describeStream(probe: HistoryProbe): void {
  it('streams a long answer in order, and stops when nobody takes any more', async () => {
    const sent = Array.from({ length: 10_000 }, (_, minute) => ({ minute, values: { ph: minute % 14 } }));
    const station = await probe.stationWith(...sent);
    const query = { station: station.id, channels: [ph], from: NOON, to: NOON + 30 * DAY };
    const chunks = await gather(probe.history.range(query));
    expect(chunks.length).toBeGreaterThan(2);
    expect(chunks.flatMap(({ sampledAt }) => [...sampledAt])).toEqual(sent.map(({ minute }) => NOON + minute * MINUTE));
    for await (const first of probe.history.range(query)) {
      expect(first.sampledAt[0]).toBe(NOON);
      break;
    }
    expect(await probe.range(station, { to: NOON + MINUTE })).toHaveLength(1);
  }, 60_000);
}

function describeAggregate(probe: HistoryProbe): void {
  const hours = [
    { minute: 0, values: { ph: 7 } },
    { minute: 10, values: { ph: 9.5 } },
    { minute: 59, values: { ph: 6.5 } },
    { minute: 130, values: { ph: 8 } },
    { minute: 190, values: { turbidity: 1 } },
  ];

  it.each([
    ['hours', HOUR, 0],
    ['their tenths', 6 * MINUTE, 0],
    ['days of China', DAY, -8 * HOUR],
    ['days of nowhere', DAY, 90 * MINUTE],
  ])('keeps the extremes in %s, and leaves empty ones out', async (_, width, origin) => {
    const station = await probe.stationWith(...hours);
    const expected = referenceBuckets(
      hours.map((sent) => qualify(station, sent)),
      ph,
      width,
      origin,
    );
    expect(await probe.buckets(station, width, { origin })).toEqual(expected);
  });

  it('counts judgeable values only', async () => {
    const station = await probe.stationWith(
      { minute: 0, values: { ph: 7 } },
      { minute: 1, values: { ph: 300 } },
      { minute: 2, values: { ph: null } },
    );
    expect(await probe.buckets(station, HOUR)).toEqual([{ startsAt: NOON, min: 7, mean: 7, max: 7, count: 1 }]);
  });

  it('gives whole buckets, however little of them is asked for', async () => {
    const station = await probe.stationWith(...hours);
    const whole = await probe.buckets(station, HOUR);
    const span = { from: NOON + 20 * MINUTE, to: NOON + 21 * MINUTE };
    expect(await probe.buckets(station, HOUR, span)).toEqual(whole.slice(0, 1));
  });

  it('counts late readings in', async () => {
    const station = await probe.stationWith(...hours);
    await probe.put(station, [qualify(station, { minute: 30, values: { ph: 13.5 } })]);
    const [first] = await probe.buckets(station, HOUR);
    expect(first).toMatchObject({ max: 13.5, count: 4 });
    const [day] = await probe.buckets(station, DAY, { origin: -8 * HOUR });
    expect(day).toMatchObject({ max: 13.5, count: 5 });
  });
}

function describeLatest(probe: HistoryProbe): void {
  it('is the newest by sampling time, also where an older one came later', async () => {
    const station = await probe.stationWith(
      { minute: 5, values: { ph: 5 } },
      { minute: 1, values: { ph: 1, turbidity: 1 } },
    );
    const other = await probe.stationWith({ minute: 2, values: { ph: 2 } });
    expect(await probe.latest([other, station, newStation()])).toEqual({
      [station.id]: { ph: 5 },
      [other.id]: { ph: 2 },
    });
    expect(await probe.latest([])).toEqual({});
  });

  it('is never one that was sampled ahead of the clock', async () => {
    const ahead = [60, 61, 400].map((minute) => ({ minute, values: { ph: 0 }, ahead: true }));
    const station = await probe.stationWith({ minute: 1, values: { ph: 1 } }, ...ahead);
    const onlyAhead = await probe.stationWith(...ahead);
    expect(await probe.latest([station, onlyAhead])).toEqual({ [station.id]: { ph: 1 } });
  });

  it('is as sampled until an instant, or as known at one', async () => {
    const station = await probe.stationWith(
      { minute: 0, values: { ph: 1 }, receivedAt: NOON },
      { minute: 1, values: { ph: 2 }, receivedAt: NOON + HOUR },
      { minute: 2, values: { ph: 3 }, receivedAt: NOON + 2 * MINUTE },
      { minute: 3, values: { ph: 4 }, receivedAt: NOON + HOUR },
    );
    const at = async (asOf: LatestQuery['asOf']): Promise<unknown> => (await probe.latest([station], asOf))[station.id];
    expect(await at({ sampledUntil: NOON + MINUTE })).toEqual({ ph: 2 });
    expect(await at({ knownAt: NOON + MINUTE })).toEqual({ ph: 1 });
    expect(await at({ knownAt: NOON + 3 * MINUTE })).toEqual({ ph: 3 });
    expect(await at({ knownAt: NOON + HOUR })).toEqual({ ph: 4 });
    expect(await at({ sampledUntil: NOON - 1 })).toBeUndefined();
    expect(await at({ knownAt: NOON - 1 })).toBeUndefined();
  });
}

function describeSweep(probe: HistoryProbe): void {
  it('goes over the stations in the order asked for, with the arrival of each reading', async () => {
    const late = { minute: 1, values: { turbidity: 0.1 }, receivedAt: NOON + HOUR };
    const first = await probe.stationWith({ minute: 0, values: { ph: 7 } }, { minute: 2, values: { ph: 8 } }, late);
    const second = await probe.stationWith(
      { minute: 0, values: { 'free_chlorine.2': 0.3 } },
      { minute: 9, values: { 'free_chlorine.2': 0.4 }, ahead: true },
    );
    const stations = [
      { station: second.id, channel: secondChlorine },
      { station: first.id, channel: ph },
    ];
    const chunks = await gather(probe.history.sweep({ stations, from: NOON, to: NOON + HOUR }));
    const rows = chunks.flatMap((chunk) =>
      Array.from(chunk.sampledAt, (at, i) => [
        ...[chunk.station, (at - NOON) / MINUTE, ((chunk.receivedAt[i] ?? NaN) - NOON) / MINUTE],
        ...[chunk.values[i], chunk.flags[i]],
      ]),
    );
    expect(rows).toEqual([
      [second.id, 0, 5 / 60, 0.3, 1],
      [first.id, 0, 5 / 60, 7, 1],
      [first.id, 1, 60, NaN, 0],
      [first.id, 2, 2 + 5 / 60, 8, 1],
    ]);
  });
}

function describeAnyReadings(probe: HistoryProbe, runs: number): void {
  it('answers the same for any readings in any order, written twice, as a plain list would', async () => {
    const value = fc.oneof(fc.double({ min: 0, max: 140, noNaN: true }), fc.constant(null));
    const sent = fc.record({
      minute: fc.integer({ min: -200, max: 200 }),
      boot: fc.integer({ min: 1, max: 3 }),
      values: fc.dictionary(fc.constantFrom(...CHANNELS), value, { minKeys: 1 }).map((values) => ({ ...values })),
    });
    const written = fc
      .array(sent, { minLength: 1, maxLength: 40 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })));
    await fc.assert(
      fc.asyncProperty(written, async ([all, order]) => {
        const station = await probe.stationWith(...order);
        const standing = stand(station, all);
        const span = { from: NOON - HOUR, to: NOON + 2 * HOUR };
        expect(await probe.range(station, { channels: [turbidity, ph], ...span })).toEqual(
          referenceRows(standing, [turbidity, ph], span),
        );
        for (const [width, origin] of [
          [HOUR, 0],
          [25 * MINUTE, 0],
          [DAY, -8 * HOUR],
        ] as const) {
          const wide = { from: NOON - DAY, to: NOON + DAY, origin };
          const expected = referenceBuckets(standing, ph, width, origin);
          expect(roundMeans(await probe.buckets(station, width, wide))).toEqual(roundMeans(expected));
        }
        expect(await probe.latest([station])).toEqual({ [station.id]: { ...standing.at(-1)?.values } });
      }),
      { numRuns: runs },
    );
  }, 120_000);
}
