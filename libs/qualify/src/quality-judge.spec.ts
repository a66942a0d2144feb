import { EventTimeFold } from '@clearwell/testkit';
import {
  HOUR,
  MINUTE,
  channelKey,
  isJudgeable,
  stationId,
  type EpochMs,
  type QualityFlag,
} from '@clearwell/water-quality';
import fc from 'fast-check';
import {
  HISTORY_TESTS,
  QualityJudge,
  qualityOf,
  type Flagged,
  type QualityRow,
  type TestedChannel,
} from './quality-judge.ts';
import { defaultSettings, faultsOfSettings, rulesOf, settingsOf, type QualitySettings } from './quality-settings.ts';

const START = Date.UTC(2026, 2, 1);
const STATION = stationId('zz-001');
const PROBES = [
  { key: channelKey('ph'), parameter: 'ph', resolution: 0.01 },
  { key: channelKey('turbidity'), parameter: 'turbidity', resolution: 0.01 },
] as const;
type Probe = (typeof PROBES)[number];

/** All tests on, quick enough to speak within a few hours. */
const KEEN: Partial<QualitySettings> = {
  climatology: { seasons: [{ part: 'hour', span: [0, 11], usual: [6.9, 7.4] }], utcOffset: 8 * HOUR },
  spike: { method: 'differential', suspect: 0.15, fail: 0.4 },
  ratePerHour: { suspect: 1, fail: 3 },
  flatLine: { suspect: 0.5, fail: 2, tolerance: 0.005 },
  attenuated: { hours: 2, suspect: 0.05 },
};

const channelsOf = (settings: Partial<QualitySettings>, probes: readonly Probe[] = PROBES): TestedChannel[] =>
  probes.map((probe) => ({
    key: probe.key,
    rules: rulesOf({ ...defaultSettings(probe), ...settings }, 10 * MINUTE),
  }));

/** Good until told otherwise; NaN is missing. */
const rowOf = (sampledAt: EpochMs, values: readonly number[], flags?: readonly number[]): QualityRow => ({
  sampledAt,
  values: Float64Array.from(values),
  flags: Uint8Array.from(flags ?? values.map((value) => (Number.isNaN(value) ? 9 : 1))),
});

const value = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(7, 7, 7.01) },
  { weight: 3, arbitrary: fc.integer({ min: 680, max: 760 }).map((steps) => steps / 100) },
  { weight: 1, arbitrary: fc.constant(NaN) },
);
/** What the door says of a value that is there: now and then a mark, a sensor out of its span. */
const door = fc.oneof({ weight: 12, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constantFrom(2, 3, 4) });

const history: fc.Arbitrary<QualityRow[]> = fc
  .array(
    fc.record({
      slots: fc.oneof(
        { weight: 9, arbitrary: fc.constant(1) },
        { weight: 1, arbitrary: fc.integer({ min: 2, max: 30 }) },
      ),
      values: fc.tuple(value, value),
      flags: fc.tuple(door, door),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((rows) => {
    let at = START;
    return rows.map(({ slots, values, flags }) =>
      rowOf(
        (at += slots * 10 * MINUTE),
        values,
        flags.map((flag, i) => (Number.isNaN(values[i]) ? 9 : flag)),
      ),
    );
  });

const textOf = ({ flags, tests }: Flagged): string => `${flags.join()} ${tests.join()}`;

/** What stands of each sampling time after all that was said. */
class Standing {
  readonly byTime = new Map<EpochMs, string>();
  revisions = 0;
  note = ({ now, before, isRevising }: ReturnType<QualityJudge['fold']>) => {
    this.byTime.set(now.sampledAt, textOf(now));
    if (!isRevising) return;
    this.revisions++;
    for (const reading of before)
      if (!Number.isNaN(reading.sampledAt)) this.byTime.set(reading.sampledAt, textOf(reading));
  };
  inOrder = () => [...this.byTime].sort(([a], [b]) => a - b);
}

function foldAll(channels: TestedChannel[], rows: readonly QualityRow[]): string[] {
  const standing = new Standing();
  const judge = new QualityJudge(channels);
  for (const row of rows) standing.note(judge.fold(row));
  return standing.inOrder().map(([, said]) => said);
}

/** Flags and names of the tests, of one pH probe with the catalogue's settings. */
function judgePh(values: readonly number[], flags?: readonly number[], settings: Partial<QualitySettings> = {}) {
  const rows = values.map((one, i) => rowOf(START + i * 10 * MINUTE, [one], flags && [flags[i]!]));
  return foldAll(channelsOf(settings, [PROBES[0]]), rows).map((said) => {
    const [flag, test] = said.split(' ').map(Number);
    return test === 0 ? flag : `${flag} ${HISTORY_TESTS[test!]}`;
  });
}

describe('QualityJudge', () => {
  it('comes to the same flags whatever order the readings come in', () => {
    fc.assert(
      fc.property(
        history.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        ([rows, shuffled]) => {
          const [inOrder, late] = [new Standing(), new Standing()];
          const judge = new QualityJudge(channelsOf(KEEN));
          for (const row of rows) inOrder.note(judge.fold(row));
          const fold = new EventTimeFold((saved) => new QualityJudge(channelsOf(KEEN), saved), late.note);
          for (const row of shuffled) fold.take(row);
          expect(late.inOrder()).toEqual(inOrder.inOrder());
          expect(fold.newest).toEqual(judge.save());
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);

  it('goes on as if it had never stopped, wherever it is saved and restored', () => {
    fc.assert(
      fc.property(history, fc.nat(), (rows, at) => {
        const cut = at % rows.length;
        const whole = new QualityJudge(channelsOf(KEEN));
        for (const row of rows.slice(0, cut)) whole.fold(row);
        const restored = new QualityJudge(channelsOf(KEEN), whole.save());
        expect(restored.save()).toEqual(whole.save());
        for (const row of rows.slice(cut)) {
          const [one, other] = [whole.fold(row), restored.fold(row)];
          expect([other.now, ...other.before].map(textOf).slice(0, 2)).toEqual(
            [one.now, ...one.before].map(textOf).slice(0, 2),
          );
          expect(restored.save()).toEqual(whole.save());
        }
      }),
      { numRuns: 200 },
    );
  });

  it('makes no value unfit to be judged unless a fail level is set', () => {
    fc.assert(
      fc.property(history, (rows) => {
        const flags = foldAll(channelsOf({}), rows).map((said) => said.split(' ')[0]!.split(','));
        rows.forEach((row, k) => {
          flags[k]!.forEach((flag, c) => {
            expect(isJudgeable(Number(flag) as QualityFlag)).toBe(isJudgeable(row.flags[c] as QualityFlag));
          });
        });
      }),
    );
  });

  it('shows and flags a sudden rise, and goes on judging it', () => {
    expect(judgePh([7, 7, 7.9, 7.91, 7.9])).toEqual([1, 1, '3 rate_of_change', 1, 1]);
  });

  it('takes a lone value that goes back the way it came for a spike, once the next reading is there', () => {
    const judge = new QualityJudge(channelsOf({}, [PROBES[0]]));
    judge.fold(rowOf(START, [7]));
    expect([...judge.fold(rowOf(START + 10 * MINUTE, [7.35])).now.flags]).toEqual([3]);
    const slow = channelsOf({ ratePerHour: {} }, [PROBES[0]]);
    const patient = new QualityJudge(slow);
    patient.fold(rowOf(START, [7]));
    expect([...patient.fold(rowOf(START + 10 * MINUTE, [7.35])).now.flags]).toEqual([1]);
    const { before, isRevising } = patient.fold(rowOf(START + 20 * MINUTE, [7]));
    expect(isRevising).toBe(true);
    expect([before[0].sampledAt, before[0].flags[0], HISTORY_TESTS[before[0].tests[0]!]]).toEqual([
      START + 10 * MINUTE,
      3,
      'spike',
    ]);
  });

  it('says after how long a value is flat in hours, whatever the interval', () => {
    const settings = { flatLine: { suspect: 2, tolerance: 0.005 } };
    expect(judgePh(Array<number>(14).fill(7), undefined, settings)).toEqual([
      ...Array<number>(12).fill(1),
      '3 flat_line',
      '3 flat_line',
    ]);
  });

  it('takes what the door found unfit for no neighbour', () => {
    expect(judgePh([7, 14.5, 7, 7], [1, 4, 1, 1])).toEqual([1, 4, 1, 1]);
    expect(judgePh([7, NaN, 7.9, 7.9])).toEqual([1, 9, '3 rate_of_change', 1]);
  });

  it('lets the past of a channel end where it is calibrated', () => {
    expect(judgePh([7, 7, 4, 7.9, 7.9], [1, 1, 2, 1, 1])).toEqual([1, 1, 2, 1, 1]);
  });

  it('keeps what the door said where it weighs as much', () => {
    expect(judgePh([7, 7.9, 7.9], [1, 3, 1])).toEqual([1, 3, 1]);
    const judge = new QualityJudge(channelsOf({}));
    judge.fold(rowOf(START, [7, 0.1]));
    const { now } = judge.fold(rowOf(START + 10 * MINUTE, [7.9, 0.9], [1, 3]));
    const mark = { flag: 3, test: 'mark' } as const;
    expect(qualityOf(now, 0, { flag: 1 })).toEqual({ flag: 3, test: 'rate_of_change' });
    expect(qualityOf(now, 1, mark)).toBe(mark);
  });

  it('keeps the memory of channels that stay when others come and go', () => {
    const [ph, turbidity] = channelsOf({});
    const [one, both, other] = [[ph!], [turbidity!, ph!], [turbidity!]].map((all) => new QualityJudge(all));
    const [at, later] = [START, START + 10 * MINUTE];
    one!.fold(rowOf(at, [7]));
    const grown = new QualityJudge([turbidity!, ph!], one!.save());
    expect([...grown.fold(rowOf(later, [5, 7.9])).now.flags]).toEqual([1, 3]);
    both!.fold(rowOf(at, [0.1, 7]));
    const shrunk = new QualityJudge([turbidity!], both!.save());
    other!.fold(rowOf(at, [0.1]));
    expect(shrunk.save()).toEqual(other!.save());
    expect([...new QualityJudge([ph!], both!.save()).fold(rowOf(later, [7.9])).now.flags]).toEqual([3]);
  });

  it('begins a span anew that is taken over another period', () => {
    const settings = { flatLine: { tolerance: 0.005 } };
    const calm = Array.from({ length: 30 }, (_, i) => rowOf(START + i * 10 * MINUTE, [7]));
    const [short, long] = [2, 6].map((hours) =>
      channelsOf({ ...settings, attenuated: { hours, suspect: 0.5 } }, [PROBES[0]]),
    );
    const before = new QualityJudge(short!);
    const flagOf = (row: QualityRow) => before.fold(row).now.flags[0];
    expect(calm.slice(0, 20).map(flagOf).at(-1)).toBe(3);
    const changed = new QualityJudge(long!, before.save());
    expect(calm.slice(20).map((row) => changed.fold(row).now.flags[0])).toEqual(Array(10).fill(1));
  });

  it('refuses what was saved in another layout', () => {
    const saved = new QualityJudge(channelsOf({})).save();
    saved[0] = 99;
    expect(() => new QualityJudge(channelsOf({}), saved)).toThrow('layout 99');
  });
});

describe('The settings of a channel', () => {
  it('are those of the catalogue, of the parameter, of the station: the narrower word holds', () => {
    const overrides = {
      parameters: { ph: { ratePerHour: { suspect: 2 }, flatLine: { suspect: 5, tolerance: 0.1 } } },
      stations: { [STATION]: { ph: { ratePerHour: { suspect: 3 } } } },
    };
    const settings = settingsOf(STATION, PROBES[0], overrides);
    expect(settings.ratePerHour).toEqual({ suspect: 3 });
    expect(settings.flatLine.suspect).toBe(5);
    expect(settings.spike).toEqual(defaultSettings(PROBES[0]).spike);
    expect(settingsOf(stationId('zz-002'), PROBES[0], overrides).ratePerHour).toEqual({ suspect: 2 });
  });

  it('are in order in the catalogue, and tell all that is wrong with them at once', () => {
    expect(faultsOfSettings(defaultSettings(PROBES[0]))).toEqual([]);
    const wrong = { userSpan: [0, 15], spike: { method: 'average', suspect: -1 }, attenuated: { hours: 0 } } as const;
    expect(faultsOfSettings({ ...defaultSettings(PROBES[0]), ...wrong })).toHaveLength(3);
  });
});
