import { topicOf, type StationState } from '@clearwell/contracts';
import { LimitDetector, TrendDetector, WaterDetector, type Detector } from '@clearwell/detect';
import { Ledger } from '@clearwell/ledger';
import { HistoryQualifier } from '@clearwell/qualify';
import { StationRegister } from '@clearwell/stations';
import {
  buildCity,
  buildReading,
  buildValues,
  deliver,
  generateHistory,
  IN_MEMORY,
  NOON,
  randomFrom,
  required,
  SlowDetector,
  temporaryFolder,
} from '@clearwell/testkit';
import {
  DAY,
  HORIZON,
  HOUR,
  MINUTE,
  SINCE_EVER,
  type EpochMs,
  type Reading,
  type Station,
} from '@clearwell/water-quality';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStage } from './alerts/open-stage.ts';
import { CommitLatency } from './commit-latency.ts';
import { River } from './river.ts';
import { Tallies } from './tallies.ts';

const NOW = NOON + 29.5 * DAY;
const STANDARDS = ['GB 5749-2022', 'operational'] as const;
const LIMITS = new LimitDetector(STANDARDS);

/** A river over a ledger file, and its lives. */
class Lives {
  readonly #file = join(temporaryFolder(IN_MEMORY), 'ledger.db');
  readonly #stations: readonly Station[];
  readonly #detectors: readonly Detector[];
  ledger!: Ledger;
  river!: River;
  tallies!: Tallies;
  now: EpochMs = NOW;

  constructor(stations: readonly Station[], detectors: readonly Detector[] = [LIMITS]) {
    this.#stations = stations;
    this.#detectors = detectors;
  }

  async begin(): Promise<this> {
    this.ledger = await Ledger.open(this.#file);
    const register = new StationRegister(this.ledger.stations);
    this.tallies = new Tallies(this.ledger.door.tallies());
    this.river = new River({
      alerts: openStage(this.ledger, { stations: () => register.all() }).stage,
      tellAlerts: () => undefined,
      register,
      ledger: this.ledger,
      detectors: this.#detectors,
      qualifier: new HistoryQualifier(),
      horizon: HORIZON,
      tallies: this.tallies,
      latency: new CommitLatency(),
      now: () => this.now,
      tell: () => undefined,
      onFault: () => undefined,
      warn: () => undefined,
    });
    this.river.restore();
    const missing = this.#stations.filter(({ id }) => register.find(id) === undefined);
    this.river.record(missing.map((station) => ({ station, from: SINCE_EVER, retired: false, recordedBy: 'api' })));
    return this;
  }

  async restart(): Promise<void> {
    this.ledger.close();
    await this.begin();
  }

  /** Readings as one group: a message or two of each station. */
  async send(readings: readonly Reading[]): Promise<void> {
    const sent: Promise<unknown>[] = [];
    for (const [id, own] of Map.groupBy(readings, ({ station }) => station)) {
      const half = Math.ceil(own.length / 2);
      for (const part of [own.slice(0, half), own.slice(half)].filter(({ length }) => length > 0)) {
        const wire = part.map(({ sampledAt, boot, seq, values, marks, historical }) => ({
          ...{ sampledAt, boot, seq, values, historical },
          ...(Object.keys(marks).length > 0 && { marks }),
        }));
        sent.push(this.river.accept(topicOf('zz', id, 'readings'), Buffer.from(JSON.stringify({ readings: wire }))));
      }
    }
    this.river.finish();
    await Promise.all(sent);
  }

  /** What is kept at the end. */
  end(): { readonly states: readonly StationState[]; readonly rows: unknown[][] } {
    const states = this.river.board.states();
    this.ledger.close();
    const database = new DatabaseSync(this.#file, { readOnly: true });
    const rows = [
      'select station, sampled_at, flags, tests, marks, ahead, v0, v1, v2 from reading order by 1, 2',
      `select station, rule, channel, started_at, raised_at, detected_at, cleared_at, ended_at, level, worst, n
         from episode order by 1, 2, 3, 4`,
      'select * from judged order by station',
    ].map((query) => database.prepare(query).all());
    database.close();
    return { states, rows };
  }
}

/** After a gap of days, in every history: a reading in two versions that contradict each other. */
const contradiction = ({ id: station }: Station): readonly Reading[] =>
  [1, 2].map((boot) =>
    buildReading({
      station,
      sampledAt: NOON + 29 * DAY + MINUTE,
      boot,
      seq: 5_000,
      values: buildValues({ free_chlorine: boot === 1 ? 0.5 : 0.04 }),
    }),
  );

const delivered = fc
  .record({
    seed: fc.integer(),
    stations: fc.integer({ min: 1, max: 3 }),
    slots: fc.integer({ min: 5, max: 40 }),
    size: fc.integer({ min: 5, max: 60 }),
    disorder: fc.constantFrom(0.1, 0.3, 1),
    restarts: fc.constantFrom(0.1, 0.3),
  })
  .map(({ seed, stations, slots, size, disorder, restarts }) => {
    const city = buildCity(stations);
    const first = required(city[0]);
    const ahead = [1, 2].map((hours) =>
      buildReading({
        station: first.id,
        sampledAt: NOW + hours * HOUR,
        seq: 900 + hours,
        values: buildValues({ free_chlorine: 0.01 }),
      }),
    );
    const history = [...generateHistory(seed, city, slots), ...contradiction(first), ...ahead];
    const batches = deliver(history, seed + 1, size, disorder);
    return { seed, city, history, batches: [...batches, [required(history[0])]], restarts };
  });

const DETECTORS = [LIMITS, new SlowDetector()];
const ALL = [...DETECTORS, new TrendDetector(STANDARDS), new WaterDetector()];

/**
 * A history in any order, with restarts, conflicts, duplicates and gaps, comes to what it comes to in one go.
 * @param begin the life that gets it in that order
 */
const orderDoesNotMatter = (
  begin: (city: readonly Station[]) => Promise<Lives>,
  detectors: readonly Detector[] = DETECTORS,
) =>
  fc.asyncProperty(delivered, async ({ seed, city, history, batches, restarts }) => {
    const random = randomFrom(seed);
    const [one, many] = [await new Lives(city, detectors).begin(), await begin(city)];
    await one.send(history);
    for (const [i, batch] of batches.entries()) {
      await many.send(batch);
      if (i === 0 || random() < restarts) await many.restart();
    }
    const { duplicate, conflicting } = many.tallies.outcomes().readings;
    expect([duplicate > 0, conflicting > 0]).toEqual([true, true]);
    expect(many.end()).toEqual(one.end());
  });

/** Asked for a checkpoint before a late reading, its ledger says the newest: no rewind goes back. */
class LivesWithoutRewind extends Lives {
  override async begin(): Promise<this> {
    await super.begin();
    const { detector } = this.ledger;
    const before = detector.checkpointBefore.bind(detector);
    detector.checkpointBefore = (id) => before(id, Number.MAX_SAFE_INTEGER);
    return this;
  }
}

describe('The order of arrival', () => {
  it('does not change what is kept and shown, with restarts, conflicts, gaps and a detector of long memory', async () => {
    await fc.assert(
      orderDoesNotMatter((city) => new Lives(city, DETECTORS).begin()),
      { numRuns: 500 },
    );
  }, 600_000);

  it('does not change it with all that judges a station', async () => {
    await fc.assert(
      orderDoesNotMatter((city) => new Lives(city, ALL).begin(), ALL),
      { numRuns: 30 },
    );
  }, 600_000);

  it('would change it without the rewind', async () => {
    const { failed } = await fc.check(
      orderDoesNotMatter((city) => new LivesWithoutRewind(city, DETECTORS).begin()),
      { numRuns: 100, endOnFailure: true },
    );
    expect(failed).toBe(true);
  }, 60_000);
});

const [alone] = buildCity(1) as [Station];
const at = (sampledAt: EpochMs, more: Partial<Reading> = {}): Reading =>
  buildReading({ station: alone.id, sampledAt, seq: Math.round((sampledAt - NOON) / MINUTE) + 1_000_000, ...more });
const low = (sampledAt: EpochMs, more: Partial<Reading> = {}) =>
  at(sampledAt, { values: buildValues({ free_chlorine: 0.02 }), ...more });

describe('The horizon', () => {
  it('stores what comes beyond it, marks its values as not judged and counts it', async () => {
    const lives = await new Lives([alone]).begin();
    lives.now = NOON;
    await lives.send([at(NOON)]);
    const old = [40, 39, 38].map((days) => low(NOON - days * DAY));
    const inside = [0, 1, 2].map((i) => low(NOON - HORIZON + i * 10 * MINUTE));
    await lives.send([...old, ...inside]);
    expect(lives.tallies.outcomes()).toMatchObject({ beyond: 3, late: 3 });
    const kept = [...lives.ledger.readings.after(alone.id, 0)];
    expect(kept[0]).toMatchObject({
      values: { free_chlorine: 0.02 },
      quality: { free_chlorine: { flag: 2, test: 'beyond_horizon' } },
    });
    const starts = lives.end().rows[1]?.map((row) => (row as { started_at: number }).started_at);
    expect(new Set(starts)).toEqual(new Set([NOON - HORIZON]));
  });

  it('lets stand what was judged in time, and adds the channels that were not there', async () => {
    const lives = await new Lives([alone]).begin();
    lives.now = NOON;
    await lives.send([low(NOON - 40 * DAY)]);
    await lives.send([at(NOON)]);
    const values = buildValues({ free_chlorine: 9, turbidity: 5 });
    await lives.send([at(NOON - 40 * DAY, { boot: 2, values })]);
    const [kept] = lives.ledger.readings.after(alone.id, 0);
    expect(kept).toMatchObject({
      values: { free_chlorine: 0.02, turbidity: 5 },
      quality: { free_chlorine: { flag: 1 }, turbidity: { flag: 2, test: 'beyond_horizon' } },
    });
    lives.ledger.close();
  });

  it('is none as long as a station has sent only history: a first import is judged whole, in any order', async () => {
    const year = Array.from({ length: 365 }, (_, day) => low(NOON - day * DAY, { historical: true })).flatMap((one) => [
      one,
      { ...one, sampledAt: one.sampledAt + 10 * MINUTE, seq: (one.seq ?? 0) + 10 },
    ]);
    const ends = [];
    for (const order of [year, [...year].reverse()]) {
      const lives = await new Lives([alone]).begin();
      for (let i = 0; i < order.length; i += 100) await lives.send(order.slice(i, i + 100));
      expect(lives.tallies.outcomes().beyond).toBe(0);
      ends.push(lives.end().rows);
    }
    expect(ends[0]?.[1]?.length).toBeGreaterThan(0);
    expect(ends[1]).toEqual(ends[0]);
  });
});

describe('A late batch', () => {
  it('costs one rewind, however many readings it has', async () => {
    const lives = await new Lives([alone]).begin();
    await lives.send(Array.from({ length: 300 }, (_, slot) => at(NOON + slot * 20 * MINUTE)));
    await lives.send([5, 50, 100, 200].map((slot) => at(NOON + slot * 20 * MINUTE + 10 * MINUTE)));
    // The group has two messages, and each is judged by itself.
    expect(lives.tallies.total('rewinds')).toBe(2);
    expect(lives.tallies.total('late')).toBe(4);
    lives.ledger.close();
  });

  it('of old history costs about what it holds: the rewind stops where it comes to the same', async () => {
    const lives = await new Lives([alone]).begin();
    const historical = true;
    const slots = Array.from({ length: 3_000 }, (_, slot) => at(NOON + slot * 10 * MINUTE - 5 * DAY, { historical }));
    for (let i = 2_000; i < 3_000; i += 500) await lives.send(slots.slice(i, i + 500));
    for (let i = 0; i < 2_000; i += 200) await lives.send(slots.slice(i, i + 200));
    expect(lives.tallies.total('rewinds')).toBe(20);
    expect(lives.tallies.total('refolded')).toBeLessThan(4_000);
    lives.ledger.close();
  });
});

describe('A restart', () => {
  it('goes on from the newest checkpoint: what is older is not read to judge the next reading on time', async () => {
    const lives = await new Lives([alone], [LIMITS, new SlowDetector()]).begin();
    await lives.send(Array.from({ length: 500 }, (_, slot) => at(NOON + slot * 10 * MINUTE)));
    await lives.restart();
    const read = jest.spyOn(lives.ledger.detector, 'readingsAfter');
    lives.river.restore();
    await lives.send([at(NOON + 500 * 10 * MINUTE)]);
    for (const [, after] of read.mock.calls) expect(after).toBeGreaterThanOrEqual(NOON + 500 * 10 * MINUTE - 7 * HOUR);
    lives.ledger.close();
  });
});
