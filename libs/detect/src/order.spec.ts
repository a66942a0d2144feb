import {
  buildCity,
  buildQualified,
  buildRegistration,
  deliver,
  generateHistory,
  KeptMemory,
  required,
  SlowDetector,
} from '@clearwell/testkit';
import {
  combine,
  contentOf,
  HORIZON,
  MARK_FLAGS,
  type EpochMs,
  type QualifiedReading,
  type Reading,
  type Station,
  type StationId,
} from '@clearwell/water-quality';
import fc from 'fast-check';
import { Engine, type DetectorMemory } from './engine.ts';
import type { DetectorState } from './station-fold.ts';
import type { Detector, Saved, Watch } from './detector.ts';
import { LimitDetector } from './limit-detector.ts';
import { TrendDetector } from './trend/trend-detector.ts';
import { WaterDetector } from './water-detector.ts';

type Memory = KeptMemory & DetectorMemory;

const STANDARDS = ['GB 5749-2022', 'operational'] as const;
const LIMITS = new LimitDetector(STANDARDS);
/** Quick ones: an order is tried often with them. */
const BOTH: readonly Detector[] = [LIMITS, new SlowDetector()];
const ALL: readonly Detector[] = [...BOTH, new TrendDetector(STANDARDS), new WaterDetector()];

/** A value marked as failed is not judged. */
function qualify(reading: Reading): QualifiedReading {
  const qualified = buildQualified(reading);
  const marked = Object.entries(reading.marks).map(([key, mark]) => [
    key,
    { flag: MARK_FLAGS[required(mark)], test: 'mark' },
  ]);
  return { ...qualified, quality: { ...qualified.quality, ...Object.fromEntries(marked) } as never };
}

class City {
  readonly #stations: ReadonlyMap<StationId, Station>;
  constructor(stations: readonly Station[]) {
    this.#stations = new Map(stations.map((station) => [station.id, station]));
  }
  at = (id: StationId) => buildRegistration({ station: required(this.#stations.get(id)) });
  retirementBetween = () => null;
}

interface Life {
  readonly detectors?: readonly Detector[];
  readonly memory?: Memory;
}

/** What is kept at the end, each batch judged by an engine of its own: a restart after every one. */
function live(city: City, batches: readonly (readonly Reading[])[], { detectors = BOTH, memory }: Life = {}) {
  const kept: Memory = memory ?? new KeptMemory();
  const versions = new Map<string, readonly Reading[]>();
  let refolded = 0;
  let rewinds = 0;
  let commits = 0;
  for (const batch of batches) {
    const engine = new Engine(kept, city, detectors, HORIZON);
    for (const [id, readings] of Map.groupBy(batch, ({ station }) => station)) {
      const changed = new Map<EpochMs, QualifiedReading>();
      for (const reading of readings) {
        const key = `${id} ${String(reading.sampledAt)}`;
        const before = versions.get(key) ?? [];
        const all = before.some((one) => contentOf(one) === contentOf(reading) && one.seq === reading.seq)
          ? before
          : [...before, reading];
        if (all === before) continue;
        versions.set(key, all);
        const standing = qualify(combine(all));
        kept.of(id).readings.set(reading.sampledAt, standing);
        changed.set(reading.sampledAt, standing);
      }
      const inOrder = [...changed.values()].sort((a, b) => a.sampledAt - b.sampledAt);
      const judgement = engine.judge(id, inOrder, 0);
      commits++;
      refolded += judgement.refolded ?? 0;
      rewinds += Number(judgement.refolded !== null);
    }
  }
  const engine = new Engine(kept, city, detectors, HORIZON);
  const newest = [...kept.shelves.keys()].sort().map((id) => engine.stateOf(id, 0));
  return { episodes: kept.allEpisodes(), newest, memory: kept, refolded, rewinds, commits };
}

const delivered = fc
  .record({
    seed: fc.integer(),
    stations: fc.integer({ min: 1, max: 3 }),
    slots: fc.integer({ min: 5, max: 150 }),
    size: fc.integer({ min: 1, max: 80 }),
    disorder: fc.constantFrom(0, 0.2, 0.5, 1),
  })
  .map(({ seed, stations, slots, size, disorder }) => {
    const city = buildCity(stations);
    const history = generateHistory(seed, city, slots);
    const inOrder = [...history].sort((a, b) => a.sampledAt - b.sampledAt);
    return { city: new City(city), inOrder, batches: deliver(history, seed + 1, size, disorder) };
  });

/** A history in any order comes to what it comes to in order, in one go. */
const orderDoesNotMatter = (life: () => Life) =>
  fc.property(delivered, ({ city, inOrder, batches }) => {
    const { detectors = BOTH } = life();
    const expected = live(city, [inOrder], { detectors });
    const got = live(city, batches, life());
    expect(got.episodes).toEqual(expected.episodes);
    expect(got.newest).toEqual(expected.newest);
  });

/** Asked for a checkpoint before a late reading, says the newest: no rewind goes back. */
class WithoutRewind extends KeptMemory {
  override checkpointBefore(id: StationId): DetectorState | null {
    return super.checkpointBefore(id, Infinity);
  }
}

/** Says of no checkpoint what was kept there: every rewind folds to the end. */
class WithoutEarlyStop extends KeptMemory {
  override checkpointAt(): DetectorState | null {
    return null;
  }
}

/** Lets checkpoints go that a rewind takes back, and none before those because of its age. */
class WithoutThinning extends KeptMemory {
  readonly #from = new Map<StationId, EpochMs>();
  override checkpointBefore(id: StationId, at: EpochMs): DetectorState | null {
    this.#from.set(id, at);
    return super.checkpointBefore(id, at);
  }
  override dropCheckpoint(id: StationId, place: EpochMs): void {
    if (place >= (this.#from.get(id) ?? Infinity)) super.dropCheckpoint(id, place);
  }
}

describe('The order of arrival', () => {
  it('does not change the episodes, with gaps, conflicts, several channels and stations, and a long memory', () => {
    fc.assert(
      orderDoesNotMatter(() => ({})),
      { numRuns: 500 },
    );
  }, 120_000);

  it('does not change them with all that judges a station', () => {
    fc.assert(
      orderDoesNotMatter(() => ({ detectors: ALL })),
      { numRuns: 40 },
    );
  }, 120_000);

  it('does not change them with limits alone, whose rewinds stop early', () => {
    fc.assert(
      orderDoesNotMatter(() => ({ detectors: [LIMITS] })),
      { numRuns: 100 },
    );
  }, 120_000);

  it('would change them without the rewind', () => {
    const { failed } = fc.check(
      orderDoesNotMatter(() => ({ memory: new WithoutRewind() })),
      { numRuns: 100, endOnFailure: true },
    );
    expect(failed).toBe(true);
  });
});

describe('A rewind', () => {
  it('comes to the same whether it stops early or folds to the end', () => {
    let [stopping, going] = [0, 0];
    fc.assert(
      fc.property(delivered, ({ city, batches }) => {
        const detectors = [LIMITS] as const;
        const early = live(city, batches, { detectors });
        const late = live(city, batches, { detectors, memory: new WithoutEarlyStop() });
        expect([early.episodes, early.newest]).toEqual([late.episodes, late.newest]);
        stopping += early.refolded;
        going += late.refolded;
      }),
      { numRuns: 80 },
    );
    expect(stopping).toBeLessThan(going * 0.9);
  }, 60_000);

  it('comes to the same whether checkpoints are thinned with age or not', () => {
    fc.assert(
      fc.property(delivered, ({ city, batches }) => {
        const thinned = live(city, batches);
        const all = live(city, batches, { memory: new WithoutThinning() });
        expect([thinned.episodes, thinned.newest]).toEqual([all.episodes, all.newest]);
      }),
      { numRuns: 50 },
    );
  }, 60_000);
});

const copyOf = (saved: Saved | null): Saved | null => (typeof saved === 'object' ? (saved?.slice() ?? null) : saved);

/** Resumes every watch from what it saved before each reading. */
class Resuming implements Detector {
  readonly name: string;
  readonly version: number;
  readonly #detector: Detector;

  constructor(detector: Detector) {
    this.#detector = detector;
    ({ name: this.name, version: this.version } = detector);
  }

  watch(saved: Saved | null): Watch {
    let watch = this.#detector.watch(saved);
    return {
      fold: (reading, station) => {
        watch = this.#detector.watch(copyOf(watch.save()));
        return watch.fold(reading, station);
      },
      open: () => watch.open(),
      findings: (station) => watch.findings(station),
      save: () => watch.save(),
    };
  }
}

describe('What the detectors remember', () => {
  it('goes on, bit by bit, as it would have, wherever it was saved', () => {
    fc.assert(
      fc.property(delivered, ({ city, inOrder }) => {
        const going = live(city, [inOrder], { detectors: ALL });
        const resuming = live(city, [inOrder], { detectors: ALL.map((detector) => new Resuming(detector)) });
        expect([resuming.episodes, resuming.newest]).toEqual([going.episodes, going.newest]);
      }),
      { numRuns: 25 },
    );
  });
});
