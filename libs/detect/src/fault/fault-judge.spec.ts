import { channelKey, HOUR, MINUTE, type EpochMs, type ParameterCode } from '@clearwell/water-quality';
import fc from 'fast-check';
import type { JudgedChannel } from '../judge.ts';
import { FaultJudge, type FaultFinding } from './fault-judge.ts';

const START = Date.UTC(2026, 2, 2);
const INTERVAL = 10 * MINUTE;

const channel = (parameter: ParameterCode, resolution: number, operational = false): JudgedChannel => ({
  key: channelKey(parameter),
  parameter,
  resolution,
  operational,
  concern: 'both',
});

const CHANNELS = [
  channel('free_chlorine', 0.01),
  channel('ph', 0.01),
  channel('conductivity', 1),
  channel('orp', 1),
  channel('turbidity', 0.001),
];
const [CHLORINE, PH, CONDUCTIVITY, ORP, TURBIDITY] = [0, 1, 2, 3, 4] as const;
const LEVELS = [0.6, 7.5, 480, 650, 0.15];
const NOISE = [0.01, 0.015, 2, 2, 0.005];

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Row {
  at: EpochMs;
  values: number[];
  isMarked: boolean;
}

/** A healthy station: noise about levels that swing a little with the day, rounded as sensors do. */
function healthy(hours: number, seed = 1, interval = INTERVAL): Row[] {
  const random = randomFrom(seed);
  return Array.from({ length: Math.round((hours * HOUR) / interval) }, (_, i) => {
    const swing = Math.sin((2 * Math.PI * i * interval) / (24 * HOUR));
    const values = CHANNELS.map(({ resolution }, c) => {
      const noise = (random() + random() + random() + random() - 2) * 1.7 * (NOISE[c] ?? 0);
      const value = (LEVELS[c] ?? 0) * (1 + 0.01 * swing) + noise;
      return Math.round(value / resolution) * resolution;
    });
    return { at: START + i * interval, values, isMarked: false };
  });
}

/** Changes the rows from `from` to `to`, in hours; `hour` counts from the change on. */
function change(rows: Row[], from: number, to: number, how: (values: number[], hour: number, row: Row) => void): Row[] {
  for (const row of rows) {
    const hour = (row.at - START) / HOUR;
    if (hour >= from && hour < to) how(row.values, hour - from, row);
  }
  return rows;
}

function judge(rows: readonly Row[], fault = new FaultJudge(CHANNELS)): FaultFinding[] {
  return rows.flatMap(({ at, values, isMarked }) => {
    const { hasNews } = fault.fold({ sampledAt: at, values: Float64Array.from(values), flags: null, isMarked });
    return hasNews ? fault.findings().filter(({ saidAt }) => saidAt === at) : [];
  });
}

const kindsOf = (found: readonly FaultFinding[]): string[] =>
  found.map(({ channel: key, kind }) => `${key} ${kind}`).sort();

/** Whether the channel votes in the last of the rows. */
function votesAtEnd(rows: readonly Row[], place: number): boolean {
  const fault = new FaultJudge(CHANNELS);
  let votes = false;
  for (const { at, values, isMarked } of rows)
    votes = fault.fold({ sampledAt: at, values: Float64Array.from(values), flags: null, isMarked }).votes[place] === 1;
  return votes;
}

const set = (values: number[], place: number, value: number): void => {
  values[place] = value;
};

describe('FaultJudge', () => {
  it('says nothing of a healthy station', () => {
    expect(judge(healthy(14 * 24)).filter(({ isTold }) => isTold)).toEqual([]);
  });

  it('calls exactly one value for hours a flat line, and says how long it was unchanged in health', () => {
    const rows = change(healthy(96), 72, 90, (values) => set(values, CONDUCTIVITY, 481));
    const found = judge(rows);
    expect(kindsOf(found)).toEqual(['conductivity flatline']);
    expect(found[0]?.evidence[0]).toBe(481);
    expect(found[0]?.evidence[1]).toBeGreaterThan(found[0]?.evidence[2] ?? Infinity);
    expect(found[0]?.saidAt).toBeLessThanOrEqual(START + 76 * HOUR);
  });

  it('calls all channels unchanged together frozen, within an hour', () => {
    const frozen = healthy(96)[72 * 6]?.values ?? [];
    const rows = change(healthy(96), 72, 80, (values) => values.splice(0, values.length, ...frozen));
    const found = judge(rows);
    expect(kindsOf(found)).toEqual([
      'conductivity frozen',
      'free_chlorine frozen',
      'orp frozen',
      'ph frozen',
      'turbidity frozen',
    ]);
    expect(Math.max(...found.map(({ saidAt }) => saidAt))).toBeLessThanOrEqual(START + 73 * HOUR);
  });

  it('calls one value far off its neighbours a spike, and tells the maintainers of several', () => {
    const spikes = (hours: readonly number[]): FaultFinding[] => {
      let rows = healthy(96);
      for (const hour of hours) rows = change(rows, hour, hour + 0.1, (values) => set(values, PH, 8.1));
      return judge(rows);
    };
    expect(spikes([72]).map(({ kind, isTold }) => [kind, isTold])).toEqual([['spike', false]]);
    expect(spikes([72, 74]).map(({ kind, isTold }) => [kind, isTold])).toEqual([
      ['spike', false],
      ['spike', true],
    ]);
  });

  it('calls a fall to exactly 0 in one step a dropout, by the second reading', () => {
    const found = judge(change(healthy(80), 72, 76, (values) => set(values, TURBIDITY, 0)));
    expect(kindsOf(found)).toEqual(['turbidity dropout']);
    expect(found[0]?.saidAt).toBe(START + 72 * HOUR + INTERVAL);
  });

  it('does not call it a dropout when other channels move along', () => {
    const rows = change(healthy(73), 72, 73, (values) => {
      set(values, CHLORINE, 0);
      set(values, ORP, 400);
      set(values, CONDUCTIVITY, 600);
    });
    expect(judge(rows)).toEqual([]);
    expect(votesAtEnd(rows, CHLORINE)).toBe(true);
  });

  it('calls a value that stays at the end of the range clipped', () => {
    expect(kindsOf(judge(change(healthy(80), 72, 76, (values) => set(values, PH, 14))))).toEqual(['ph range_clip']);
  });

  it('calls two channels that take each other’s level in one reading swapped', () => {
    const rows = change(healthy(80), 72, 76, (values) => {
      const [chlorine = 0, ph = 0] = values;
      set(values, CHLORINE, ph);
      set(values, PH, chlorine);
    });
    const found = judge(rows);
    expect(kindsOf(found)).toEqual(['free_chlorine swapped', 'ph swapped']);
    expect(found.map(({ partner }) => partner).sort()).toEqual(['free_chlorine', 'ph']);
  });

  it('calls chlorine that decays to nothing an empty reagent while redox holds', () => {
    const decay = (values: number[], hour: number): void =>
      set(values, CHLORINE, Math.round((values[CHLORINE] ?? 0) * Math.exp(-hour) * 100) / 100);
    const found = judge(change(healthy(96), 72, 96, decay));
    expect(kindsOf(found)).toContain('free_chlorine reagent_empty');
  });

  it('calls it an empty reagent before it has come to nothing, where it loses the same share in the same time', () => {
    const fall = (share: (hour: number) => number) =>
      judge(
        change(healthy(74), 72, 74, (values, hour) =>
          set(values, CHLORINE, Math.round((values[CHLORINE] ?? 0) * share(hour) * 100) / 100),
        ),
      );
    const [steady] = fall((hour) => Math.exp(-hour / 0.75)).filter(({ kind }) => kind === 'reagent_empty');
    expect(steady?.saidAt).toBeLessThanOrEqual(START + 74 * HOUR);
    // A front that comes faster and faster is the water.
    const front = fall((hour) => Math.max(0.03, 1 - (hour / 1.5) ** 2));
    expect(kindsOf(front)).not.toContain('free_chlorine reagent_empty');
  });

  it('does not call it an empty reagent while redox falls with it', () => {
    const rows = change(healthy(96), 72, 96, (values, hour) => {
      set(values, CHLORINE, Math.round((values[CHLORINE] ?? 0) * Math.exp(-hour) * 100) / 100);
      set(values, ORP, (values[ORP] ?? 0) - Math.round(200 * (1 - Math.exp(-hour))));
    });
    expect(kindsOf(judge(rows))).not.toContain('free_chlorine reagent_empty');
  });

  it('calls values that leap to and fro noise, and ends it when they calm down', () => {
    const random = randomFrom(7);
    const rows = change(healthy(110), 72, 84, (values) =>
      set(values, ORP, (values[ORP] ?? 0) + Math.round((random() - 0.5) * 160)),
    );
    const fault = new FaultJudge(CHANNELS);
    const found = judge(rows, fault).filter(({ kind }) => kind !== 'spike');
    expect(kindsOf(found)).toEqual(['orp noise_burst']);
    expect(fault.findings()).toEqual([]);
  });

  it('calls a drift that is taken back in one step fouling, and keeps the step from voting', () => {
    const rows = change(healthy(14 * 24), 240, 312, (values, hour) =>
      set(values, TURBIDITY, (values[TURBIDITY] ?? 0) + (0.2 * hour) / 72),
    );
    expect(kindsOf(judge(rows).filter(({ kind }) => kind !== 'spike'))).toEqual(['turbidity drift_fouling']);
    expect(votesAtEnd(rows.slice(0, 312 * 6 + 1), TURBIDITY)).toBe(false);
  });

  it('calls another level after somebody worked on it a shift', () => {
    const rows = change(healthy(96), 72, 96, (values, _, row) => {
      row.isMarked = row.at < START + 72.5 * HOUR;
      set(values, PH, (values[PH] ?? 0) + 0.3);
    });
    const found = judge(rows);
    expect(kindsOf(found)).toEqual(['ph shift']);
    expect(found[0]?.evidence[1]).toBeCloseTo((found[0]?.evidence[0] ?? 0) + 0.3, 1);
  });

  it('calls it a shift as well where nothing is heard of the probe while somebody works on it', () => {
    const rows = change(healthy(96), 72, 96, (values, _, row) => {
      row.isMarked = row.at < START + 72.5 * HOUR;
      set(values, PH, row.isMarked ? NaN : (values[PH] ?? 0) + 0.3);
    });
    expect(kindsOf(judge(rows))).toEqual(['ph shift']);
  });

  it('calls a channel without values missing, and not a station that is silent', () => {
    const found = judge(change(healthy(80), 72, 76, (values) => set(values, PH, NaN)));
    expect(kindsOf(found)).toEqual(['ph missing']);
    const rows = healthy(80).filter(({ at }) => at < START + 72 * HOUR || at >= START + 76 * HOUR);
    expect(judge(rows)).toEqual([]);
  });

  it('lets all channels vote on a slug that rises, stays and falls in several parameters', () => {
    const rows = change(healthy(80), 72, 74, (values, hour) => {
      const part = Math.min(1, hour / 0.5, (2 - hour) / 0.5);
      set(values, CONDUCTIVITY, (values[CONDUCTIVITY] ?? 0) + Math.round(60 * part));
      set(values, TURBIDITY, (values[TURBIDITY] ?? 0) + 0.3 * part);
      set(values, CHLORINE, (values[CHLORINE] ?? 0) - Math.round(30 * part) / 100);
    });
    const fault = new FaultJudge(CHANNELS);
    const withheld = rows.filter(({ at, values }) => {
      const { votes } = fault.fold({ sampledAt: at, values: Float64Array.from(values), flags: null, isMarked: false });
      return at >= START + 72 * HOUR && votes.includes(0);
    });
    expect(withheld).toEqual([]);
  });

  it('takes the vote from a value that failed quality control, and from all while somebody works there', () => {
    const fault = new FaultJudge(CHANNELS);
    const values = Float64Array.from(LEVELS);
    const flags = Uint8Array.of(1, 4, 3, 2, 1);
    expect([...fault.fold({ sampledAt: START, values, flags, isMarked: false }).votes]).toEqual([1, 0, 1, 1, 1]);
    expect([...fault.fold({ sampledAt: START + 1, values, flags: null, isMarked: true }).votes]).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });

  it.each([1, 20, 60])('works at an interval of %i minutes', (minutes) => {
    const rows = change(healthy(120, 3, minutes * MINUTE), 96, 120, (values) => set(values, ORP, 651));
    expect(kindsOf(judge(rows).filter(({ isTold }) => isTold))).toEqual(['orp flatline']);
  });
});

describe('FaultJudge, whatever comes', () => {
  const cell = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -30, max: 30 }) },
    { weight: 1, arbitrary: fc.constantFrom(NaN, 0, 1e6, -0) },
  );
  const rowsOf = fc
    .array(
      fc.record({
        step: fc.constantFrom(INTERVAL, INTERVAL, INTERVAL, 7 * HOUR),
        cells: fc.array(cell, { minLength: CHANNELS.length, maxLength: CHANNELS.length }),
        isMarked: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
        isRepeated: fc.boolean(),
      }),
      { minLength: 1, maxLength: 200 },
    )
    .map((steps) => {
      let at = START;
      let before = LEVELS;
      return steps.map(({ step, cells, isMarked, isRepeated }): Row => {
        at += step;
        before = isRepeated ? before : cells.map((n, c) => (LEVELS[c] ?? 0) + n * (NOISE[c] ?? 0));
        return { at, values: [...before], isMarked };
      });
    });
  const foldAll = (fault: FaultJudge, rows: readonly Row[]): unknown[] =>
    rows.map(({ at, values, isMarked }) => {
      const { votes, kinds, hasNews } = fault.fold({
        sampledAt: at,
        values: Float64Array.from(values),
        flags: null,
        isMarked,
      });
      return [[...votes], [...kinds], hasNews, fault.findings()];
    });

  it('goes on from what it saved exactly as if it had never stopped, wherever it stops', () => {
    fc.assert(
      fc.property(fc.integer(), rowsOf, fc.nat(), (seed, rows, cut) => {
        const all = [...healthy(12, seed), ...rows.map((row) => ({ ...row, at: row.at + 12 * HOUR }))];
        const at = cut % all.length;
        const whole = new FaultJudge(CHANNELS);
        const expected = foldAll(whole, all).slice(at);
        const first = new FaultJudge(CHANNELS);
        foldAll(first, all.slice(0, at));
        const second = new FaultJudge(CHANNELS, first.save());
        expect(second.save()).toEqual(first.save());
        expect(foldAll(second, all.slice(at))).toEqual(expected);
        expect(second.save()).toEqual(whole.save());
      }),
      { numRuns: 40 },
    );
  });

  it('does not care in which order the channels are listed', () => {
    fc.assert(
      fc.property(fc.integer(), rowsOf, (seed, rows) => {
        const all = [...healthy(12, seed), ...rows.map((row) => ({ ...row, at: row.at + 12 * HOUR }))];
        const forward = new FaultJudge(CHANNELS);
        const backward = new FaultJudge(CHANNELS.toReversed());
        const found = judge(all, forward);
        const mirrored = judge(
          all.map((row) => ({ ...row, values: row.values.toReversed() })),
          backward,
        );
        expect(kindsOf(mirrored)).toEqual(kindsOf(found));
        expect(backward.save()).toEqual(forward.save());
      }),
      { numRuns: 40 },
    );
  });

  it('forgets a channel that is gone and starts anew with one that comes', () => {
    const rows = healthy(48);
    const all = new FaultJudge(CHANNELS);
    foldAll(all, rows);
    const others = [...CHANNELS.slice(1), channel('uv254', 0.01)];
    const changed = new FaultJudge(others, all.save());
    const values = Float64Array.from([...LEVELS.slice(1), 3]);
    const { votes } = changed.fold({ sampledAt: START + 48 * HOUR, values, flags: null, isMarked: false });
    expect([...votes]).toEqual([1, 1, 1, 1, 1]);
  });

  it('is not harmed by missing values: those that come are judged all the same', () => {
    const random = randomFrom(5);
    const rows = healthy(10 * 24).map((row) => ({
      ...row,
      values: row.values.map((value) => (random() < 0.1 ? NaN : value)),
    }));
    expect(judge(rows).filter(({ isTold, kind }) => isTold && kind !== 'missing')).toEqual([]);
  });

  it('says almost nothing of healthy noise, whatever its seed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(judge(healthy(5 * 24, seed)).filter(({ isTold }) => isTold).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 20 },
    );
  });

  it('refuses what another layout saved', () => {
    expect(() => new FaultJudge(CHANNELS, Uint8Array.of(99))).toThrow('layout');
  });
});
