import { buildReading, buildRegistration, buildStation, buildValues, KeptMemory, NOON } from '@clearwell/testkit';
import {
  HORIZON,
  HOUR,
  MINUTE,
  registrationAt,
  standingOf,
  type QualifiedReading,
  type Registration,
  type SiteType,
} from '@clearwell/water-quality';
import fc from 'fast-check';
import { Engine, type StationsInTime } from './engine.ts';
import { LimitDetector } from './limit-detector.ts';

const SLOT = 10 * MINUTE;
const station = buildStation({ siteType: 'pipe_end' });
const DETECTORS = [new LimitDetector(['GB 5749-2022', 'operational'])];

/** One station, of which these registrations are known so far. */
class KnownStation implements StationsInTime {
  recorded: Registration[] = [buildRegistration({ station })];

  at = (_: unknown, at: number): Registration | undefined => registrationAt(standingOf(this.recorded), at);
  retirementBetween = (_: unknown, after: number, until: number): number | null =>
    standingOf(this.recorded).find(({ from, retired }) => retired && from > after && from <= until)?.from ?? null;
}

function qualified(slot: number, chlorine: number, turbidity: number): QualifiedReading {
  const reading = buildReading({
    sampledAt: NOON + slot * SLOT,
    values: buildValues({ free_chlorine: chlorine, turbidity }),
  });
  return { ...reading, quality: { free_chlorine: { flag: 1 }, turbidity: { flag: 1 } } as never, timing: 'judged' };
}

/** Judges readings in the batches given, each batch with an engine of its own. */
function judgeAll(batches: readonly (readonly QualifiedReading[])[]) {
  const memory = new KeptMemory();
  let findings: unknown = [];
  for (const batch of batches) {
    for (const reading of batch) memory.of(station.id).readings.set(reading.sampledAt, reading);
    const inOrder = [...batch].sort((a, b) => a.sampledAt - b.sampledAt);
    findings = new Engine(memory, new KnownStation(), DETECTORS, HORIZON).judge(station.id, inOrder, NOON).findings;
  }
  const episodes = memory.allEpisodes();
  return { findings, episodes, memory };
}

const history = fc
  .array(
    fc.tuple(fc.boolean(), fc.constantFrom(0.02, 0.04, 0.06, 0.09, 0.11, 0.5), fc.constantFrom(0.2, 0.45, 0.7, 1.2, 6)),
    {
      minLength: 1,
      maxLength: 120,
    },
  )
  .map((slots) =>
    slots.flatMap(([sent, chlorine, turbidity], slot) => (sent ? [qualified(slot, chlorine, turbidity)] : [])),
  );

describe('Engine', () => {
  it('comes to the same episodes in whatever order and batches the readings arrive', () => {
    const shuffled = history.chain((readings) =>
      fc.tuple(
        fc.constant(readings),
        fc.shuffledSubarray(readings, { minLength: readings.length }),
        fc.integer({ min: 1, max: 12 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([readings, order, size]) => {
        const batches = order.flatMap((_, i) => (i % size === 0 ? [order.slice(i, i + size)] : []));
        const expected = judgeAll([readings]);
        const { findings, episodes } = judgeAll(batches);
        expect(episodes).toEqual(expected.episodes);
        expect(findings).toEqual(expected.findings);
      }),
      { numRuns: 300 },
    );
  });

  it('judges a reading on time without looking at those before it', () => {
    const memory = new KeptMemory();
    const engine = new Engine(memory, new KnownStation(), DETECTORS, HORIZON);
    for (let slot = 0; slot < 500; slot++) engine.judge(station.id, [qualified(slot, 0.5, 0.2)], NOON);
    expect(memory.read).toBe(0);
  });

  it('goes on after a restart from the newest checkpoint', () => {
    const { memory } = judgeAll(Array.from({ length: 500 }, (_, slot) => [qualified(slot, 0.5, 0.2)]));
    memory.read = 0;
    const engine = new Engine(memory, new KnownStation(), DETECTORS, HORIZON);
    engine.judge(station.id, [qualified(500, 0.5, 0.2)], NOON);
    expect(memory.read).toBeLessThanOrEqual((6 * HOUR) / SLOT);
  });

  it('takes up again what a transaction that was undone had judged', () => {
    const [low, before] = [qualified(3, 0.02, 0.2), [0, 1, 2].map((slot) => qualified(slot, 0.02, 0.2))];
    const memory = new KeptMemory();
    const engine = new Engine(memory, new KnownStation(), DETECTORS, HORIZON);
    for (const reading of before) memory.of(station.id).readings.set(reading.sampledAt, reading);
    engine.judge(station.id, before, NOON);
    const state = engine.stateOf(station.id, NOON);
    const place = memory.place(station.id);
    engine.judge(station.id, [low], NOON);
    memory.keepPlace(station.id, place);
    engine.forget();
    expect(engine.stateOf(station.id, NOON)).toEqual(state);
  });

  it('judges the time within the horizon anew when its detectors are others, and ends what lasted from before', () => {
    const lowFor = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => qualified(from + i, 0.02, 0.2));
    const month = HORIZON / SLOT;
    const { memory } = judgeAll([lowFor(0, 4), lowFor(month, month + 6)]);
    expect(memory.allEpisodes().every(({ end }) => end === null)).toBe(true);
    const newer = new LimitDetector(['GB 5749-2022']);
    Object.assign(newer, { version: 2 });
    const engine = new Engine(memory, new KnownStation(), [newer], HORIZON);
    expect(engine.judge(station.id, [], NOON).findings).toHaveLength(1);
    const episodes = memory.allEpisodes();
    expect(episodes.filter(({ end }) => end === null)).toMatchObject([{ start: NOON + HORIZON }]);
    expect(episodes.filter(({ end }) => end === NOON + 5 * SLOT)).toHaveLength(2);
  });

  it('rewinds to the checkpoint before a late reading, and no further', () => {
    const onTime = Array.from({ length: 500 }, (_, slot) => [qualified(slot, 0.5, 0.2)]).filter(
      (_, slot) => slot !== 490,
    );
    const { memory } = judgeAll(onTime);
    memory.read = 0;
    const late = qualified(490, 0.02, 0.2);
    memory.of(station.id).readings.set(late.sampledAt, late);
    const engine = new Engine(memory, new KnownStation(), DETECTORS, HORIZON);
    engine.judge(station.id, [late], NOON);
    expect(memory.read).toBeLessThanOrEqual(2 * (10 + (6 * HOUR) / SLOT));
  });

  it('withdraws an episode that a late reading takes away', () => {
    const [first, second, third, fourth] = [0.02, 0.5, 0.5, 0.02].map((chlorine, slot) =>
      qualified(slot, chlorine, 0.2),
    );
    if (!first || !second || !third || !fourth) throw new Error('four readings');
    expect(judgeAll([[first, fourth]]).episodes.length).toBeGreaterThan(0);
    expect(
      judgeAll([
        [first, fourth],
        [second, third],
      ]).episodes,
    ).toEqual([]);
  });

  it('does not judge a value that failed its quality tests', () => {
    const failed = [0, 1, 2].map((slot) => ({
      ...qualified(slot, 0.02, 0.2),
      quality: { free_chlorine: { flag: 4 } } as never,
    }));
    expect(judgeAll([failed]).episodes).toEqual([]);
  });
});

/** Something that comes to the engine: readings, or what else is true of the station. */
type Coming =
  | { readonly kind: 'readings'; readonly readings: readonly QualifiedReading[] }
  | { readonly kind: 'registration'; readonly registration: Registration };

function comeTo(all: readonly Coming[]) {
  const memory = new KeptMemory();
  const known = new KnownStation();
  for (const coming of all) {
    const engine = new Engine(memory, known, DETECTORS, HORIZON);
    if (coming.kind === 'readings') {
      for (const reading of coming.readings) memory.of(station.id).readings.set(reading.sampledAt, reading);
      engine.judge(
        station.id,
        [...coming.readings].sort((a, b) => a.sampledAt - b.sampledAt),
        NOON,
      );
    } else {
      known.recorded = [...known.recorded, coming.registration];
      engine.rejudge(station.id, coming.registration.from, NOON);
    }
  }
  const { findings } = new Engine(memory, known, DETECTORS, HORIZON).judge(station.id, [], NOON);
  const episodes = memory.allEpisodes();
  return { findings, episodes };
}

const change = fc.record({
  slot: fc.integer({ min: -2, max: 122 }),
  siteType: fc.constantFrom<SiteType[]>('pipe_end', 'pipe_network', 'plant_outlet', 'secondary_supply'),
  interval: fc.constantFrom(MINUTE, SLOT, HOUR),
  channels: fc.subarray(['free_chlorine', 'turbidity'], { minLength: 1 }),
  retired: fc.boolean(),
});

/** Changes at instants of their own: of one instant, what is said last would count. */
const changes = fc.uniqueArray(change, { maxLength: 4, selector: ({ slot }) => slot }).map((all) =>
  all.map(({ slot, siteType, interval, channels, retired }, i): Coming => {
    const kept = station.channels.filter(({ key }) => channels.includes(key));
    const changed = { ...station, siteType, intervalMs: interval, channels: kept };
    const registration = buildRegistration({ station: changed, from: NOON + slot * SLOT, retired, revision: i + 2 });
    return { kind: 'registration', registration };
  }),
);

describe('Engine, when something else is true of a station', () => {
  it('comes to the same episodes whether that is said before or after the readings arrive', () => {
    const coming = fc.tuple(history, changes, fc.integer({ min: 1, max: 30 })).chain(([readings, said, size]) => {
      const batches = readings.flatMap((_, i): Coming[] =>
        i % size === 0 ? [{ kind: 'readings', readings: readings.slice(i, i + size) }] : [],
      );
      const all = [...said, ...batches];
      return fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }));
    });
    fc.assert(
      fc.property(coming, ([saidFirst, shuffled]) => {
        expect(comeTo(shuffled)).toEqual(comeTo(saidFirst));
      }),
      { numRuns: 500 },
    );
  });

  const low: Coming = { kind: 'readings', readings: [0, 1, 2, 3, 4].map((slot) => qualified(slot, 0.02, 0.2)) };
  const registered = (slot: number, more: Partial<Registration>): Coming => ({
    kind: 'registration',
    registration: buildRegistration({ from: NOON + slot * SLOT, revision: 2, station, ...more }),
  });

  it('judges by the limits of the site it was then', () => {
    // At a pipe end 0.05 mg/L of chlorine is asked for, at a plant outlet 0.3.
    const between: Coming = { kind: 'readings', readings: [0, 1, 2, 3].map((slot) => qualified(slot, 0.11, 0.2)) };
    const outlet = registered(2, { station: { ...station, siteType: 'plant_outlet' } });
    expect(comeTo([between]).episodes).toEqual([]);
    const found = comeTo([between, outlet]).episodes;
    expect(new Set(found.map(({ start }) => start))).toEqual(new Set([NOON + 2 * SLOT]));
  });

  it('ends what is open when the station is retired, and finds it going on when that is taken back', () => {
    const endsOf = (all: readonly Coming[]) => new Set(comeTo(all).episodes.map(({ end }) => end));
    expect(endsOf([low])).toEqual(new Set([null]));
    const retired = registered(5, { retired: true });
    expect(endsOf([low, retired])).toEqual(new Set([NOON + 5 * SLOT]));
    expect(comeTo([low, retired]).findings).toEqual([]);
    const takenBack = registered(5, { retired: false, revision: 3 });
    expect(comeTo([low, retired, takenBack])).toEqual(comeTo([low]));
  });

  it('forgets all when everything was sampled out of service', () => {
    expect(comeTo([low, registered(-1, { retired: true })])).toEqual({ findings: [], episodes: [] });
  });
});
