import { topicOf } from '@clearwell/contracts';
import {
  cityDayOf,
  FRAME_STEP,
  inResolutions,
  openCell,
  startOfCityDay,
  type FrameDay,
  type FramesQuery,
} from '@clearwell/contracts/frames';
import { SqliteHistory } from '@clearwell/history';
import { LimitDetector } from '@clearwell/detect';
import { Ledger } from '@clearwell/ledger';
import { HistoryQualifier } from '@clearwell/qualify';
import { StationRegister } from '@clearwell/stations';
import { buildStation, NOON, temporaryFolder } from '@clearwell/testkit';
import {
  channelKey,
  DAY,
  HORIZON,
  HOUR,
  MINUTE,
  stationId,
  type EpochMs,
  type Station,
} from '@clearwell/water-quality';
import fc from 'fast-check';
import { join } from 'node:path';
import { openStage } from './alerts/open-stage.ts';
import { CommitLatency } from './commit-latency.ts';
import { Replay } from './replay.ts';
import { River } from './river.ts';
import { Tallies } from './tallies.ts';

const SLOT = 10 * MINUTE;

interface Sent {
  readonly slot: number;
  /** Slots after the sampling at which it came. */
  readonly late: number;
  readonly values: Readonly<Record<string, number>>;
}

const arrivalOf = ({ slot, late }: Sent): EpochMs => NOON + (slot + late) * SLOT;

/** Everything that makes the past of one station after another and tells it, at a clock that is set by hand. */
class Past {
  now = NOON;
  station: Station = buildStation();
  #stations = 0;
  readonly #ledger: Ledger;
  readonly #history: SqliteHistory;
  readonly replay: Replay;
  readonly river: River;

  private constructor(ledger: Ledger, file: string) {
    this.#ledger = ledger;
    this.#history = new SqliteHistory(file);
    const register = new StationRegister(ledger.stations);
    const now = () => this.now;
    this.replay = new Replay({ register: { all: () => [this.station] }, ledger, history: this.#history, now });
    this.river = new River({
      alerts: openStage(ledger, { stations: () => register.all() }).stage,
      tellAlerts: () => undefined,
      register,
      ledger,
      detectors: [new LimitDetector(['GB 5749-2022', 'operational'])],
      qualifier: new HistoryQualifier(),
      horizon: HORIZON,
      tallies: new Tallies(new Map()),
      now,
      tell: () => undefined,
      onFault: () => undefined,
      warn: () => undefined,
      latency: new CommitLatency(),
    });
  }

  static async open(): Promise<Past> {
    const file = join(temporaryFolder(), 'ledger.db');
    return new Past(await Ledger.open(file), file);
  }

  /** A new station, and everything it sent, as it came; afterwards it is `now`. */
  async of(sent: readonly Sent[], now: EpochMs): Promise<this> {
    this.#stations += 1;
    this.station = buildStation({ id: stationId(`zz-${this.#stations}`), siteType: 'pipe_end' });
    this.now = NOON;
    this.river.record([{ station: this.station, from: NOON - DAY, retired: false, recordedBy: 'api' }]);
    await this.receive(sent);
    this.now = now;
    return this;
  }

  get live() {
    this.river.board.tick(this.now);
    return this.river.board.states().find((state) => state.station === this.station.id);
  }

  async receive(all: readonly Sent[]): Promise<void> {
    for (const sent of [...all].sort((a, b) => arrivalOf(a) - arrivalOf(b))) {
      this.now = Math.max(this.now, arrivalOf(sent));
      const wire = { sampledAt: NOON + sent.slot * SLOT, values: sent.values };
      const taken = this.river.accept(topicOf('zz', this.station.id, 'readings'), Buffer.from(JSON.stringify(wire)));
      this.river.finish();
      await taken;
    }
  }

  day(at: EpochMs, view: FramesQuery['view']): Promise<FrameDay> {
    return this.replay.day(cityDayOf(at), { parameter: 'free_chlorine', view });
  }

  /** The station at one moment. */
  async look(at: EpochMs, view: FramesQuery['view']) {
    const { cells, ages, values, head } = await this.day(at, view);
    const i = (at - head.from) / FRAME_STEP;
    if (i >= head.frames) throw new Error('No such frame yet');
    const { status, unverified, flag } = openCell(cells[i] ?? 0);
    return { status, unverified, flag, age: ages[i], value: flag === 0 ? null : values[i] };
  }

  async close(): Promise<void> {
    await this.#history.close();
    this.#ledger.close();
  }
}

const values = fc.record({
  free_chlorine: fc.constantFrom(0.02, 0.04, 0.06, 0.11, 0.5),
  turbidity: fc.constantFrom(0.2, 0.7, 1.2, 6),
});
/** Within one city day, so that each moment is in it. */
const SLOTS = 24;
const history = (late: fc.Arbitrary<number>): fc.Arbitrary<Sent[]> =>
  fc.uniqueArray(fc.record({ slot: fc.integer({ min: 0, max: SLOTS - 1 }), late, values }), {
    selector: ({ slot }) => slot,
    minLength: 1,
    maxLength: SLOTS,
  });
const moment = fc.integer({ min: 0, max: SLOTS + 12 }).map((slot) => NOON + slot * SLOT);
const lateness = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 }));
const END = NOON + (SLOTS + 12) * SLOT;

let past: Past;

beforeAll(async () => {
  past = await Past.open();
});

afterAll(() => past.close());

const chlorine = { free_chlorine: 0.5 };

describe('Replay', () => {
  it('shows as known then what the readings received by then say as sampled, and what the map said live', async () => {
    await fc.assert(
      fc.asyncProperty(history(lateness), moment, async (sent, at) => {
        await past.of(sent, END);
        const known = await past.look(at, 'known');
        const byThen = sent.filter((reading) => arrivalOf(reading) <= at);
        await past.of(byThen, at);
        // A flag is what it is today: what came later may have flagged a value anew.
        const sampled = await past.look(at, 'sampled');
        expect({ ...sampled, flag: known.flag }).toEqual(known);
        const { live } = past;
        expect(known).toMatchObject({ status: live?.status, unverified: live?.unverified });
        const value = live?.latest?.values[channelKey('free_chlorine')];
        expect(known.value).toBe(value == null ? null : inResolutions(value, 0.01));
      }),
      { numRuns: 30 },
    );
  });

  it('shows the same in both views where nothing came late', async () => {
    await fc.assert(
      fc.asyncProperty(history(fc.constant(0)), async (sent) => {
        await past.of(sent, END);
        const [known, sampled] = [await past.day(NOON, 'known'), await past.day(NOON, 'sampled')];
        expect(known).toEqual({ ...sampled, head: { ...sampled.head, view: 'known' } });
      }),
      { numRuns: 20 },
    );
  });

  it('ends today with the frame of now', async () => {
    await past.of([{ slot: 0, late: 0, values: chlorine }], NOON + 25 * MINUTE);
    const { head } = await past.day(NOON, 'sampled');
    expect(head.from + (head.frames - 1) * FRAME_STEP).toBe(NOON + 20 * MINUTE);
  });

  it('looks back over midnight, and shows no reading that is older than a day', async () => {
    await past.of([{ slot: 0, late: 0, values: chlorine }], NOON + 48 * HOUR);
    const midnight = startOfCityDay(cityDayOf(NOON + 24 * HOUR));
    expect(await past.look(midnight, 'sampled')).toMatchObject({ status: 'offline', age: 720, value: 50 });
    expect(await past.look(NOON + 24 * HOUR, 'sampled')).toMatchObject({ status: 'offline', age: 65_535, value: null });
  });

  it('gives a day another revision after late data, and no other day but the next', async () => {
    await past.of([{ slot: 0, late: 0, values: chlorine }], NOON + 96 * HOUR);
    const days = [-24, 0, 24, 48].map((hours) => cityDayOf(NOON + hours * HOUR));
    const before = days.map((day) => past.replay.revision(day));
    expect(days.map((day) => past.replay.revision(day))).toEqual(before);
    await past.receive([{ slot: 3, late: 570, values: chlorine }]);
    const after = days.map((day) => past.replay.revision(day));
    // The next day looks back over midnight.
    expect(after.map((revision, i) => revision === before[i])).toEqual([true, false, false, true]);
  });

  it('tells where readings are and where alerts were raised', async () => {
    const own = await Past.open();
    const sent = [0.2, 6].map((turbidity, slot) => ({ slot, late: 0, values: { turbidity } }));
    await own.of(sent, NOON + HOUR);
    const [yesterday, today] = [cityDayOf(NOON - 24 * HOUR), cityDayOf(NOON)];
    const index = own.replay.index(yesterday, today);
    expect(index.days.map(({ day }) => day)).toEqual([yesterday, today]);
    expect(index.days.map(({ hours }) => [hours.length, hours.indexOf(2), Math.max(...hours)])).toEqual([
      [24, -1, 0],
      [24, 12, 2],
    ]);
    expect(index.raised).toContainEqual({
      at: NOON + SLOT,
      clearedAt: null,
      station: own.station.id,
      channel: 'turbidity',
      rule: 'gb2022.turbidity',
      level: 'red',
    });
    await own.close();
  });

  it('marks what came more than an interval late', async () => {
    await past.of(
      [0, 1, 5].map((late, slot) => ({ slot, late, values: chlorine })),
      NOON + HOUR,
    );
    const { cells, head } = await past.day(NOON, 'sampled');
    const first = (NOON - head.from) / FRAME_STEP;
    expect([0, 1, 2].map((slot) => openCell(cells[first + slot] ?? 0).late)).toEqual([false, false, true]);
  });
});
