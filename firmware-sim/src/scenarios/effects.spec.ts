import { HOUR, MINUTE, PARAMETERS, type ChannelKey, type Station } from '@clearwell/water-quality';
import fc from 'fast-check';
import { makeCity } from '../city/make-city.ts';
import { makeSampler, type Sampler } from '../sampler.ts';
import type { Sample } from '../station/kept-reading.ts';
import { SCENARIOS, scenarioNamed } from './registry.ts';
import { isWithin, type Scenario, type ScheduledScenario } from './scenario.ts';
import { scheduleScenarios } from './schedule.ts';

const SEED = 1;
const START = Date.UTC(2026, 10, 20);
const city = makeCity({ seed: SEED, stations: 48 });

function stationOf(id: string): Station {
  const found = city.stations.find((station) => station.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

function named(name: string): Scenario {
  const scenario = scenarioNamed(name);
  if (scenario === undefined) throw new Error(`no ${name}`);
  return scenario;
}

const planOf = (name: string, station: string, start = START): ScheduledScenario[] =>
  scheduleScenarios([{ scenario: named(name), station, offset: 0 }], city, start);

const samplerOf = (plan: readonly ScheduledScenario[], id: string): Sampler =>
  makeSampler(SEED, city, stationOf(id), (at) => plan.filter((one) => one.station === id && isWithin(one, at, at + 1)));

interface Row {
  readonly elapsed: number;
  readonly quiet: Sample;
  readonly sample: Sample;
  readonly count: number;
}

/** Every ten minutes from two hours before the scenario comes to the station until two hours after it has left. */
function follow(name: string, origin: string, id = origin): Row[] {
  const plan = planOf(name, origin);
  const begin = plan.find(({ station }) => station === id)?.begin ?? NaN;
  const [quiet, disturbed] = [samplerOf([], id), samplerOf(plan, id)];
  const slots = Math.ceil((named(name).duration + 4 * HOUR) / (10 * MINUTE));
  return Array.from({ length: slots + 1 }, (_, slot) => {
    const elapsed = slot * 10 * MINUTE - 2 * HOUR;
    const samples = disturbed(begin + elapsed);
    return { elapsed, quiet: only(quiet(begin + elapsed)), sample: only(samples), count: samples.length };
  });
}

function only(samples: readonly Sample[]): Sample {
  const [first] = samples;
  if (first === undefined) throw new Error('no sample');
  return first;
}

/** Steps of its probe by which a channel departs from quiet water. */
function departure({ quiet, sample }: Pick<Row, 'quiet' | 'sample'>, id: string, code: string): number {
  const channel = stationOf(id).channels.find(({ key }) => key === code);
  if (channel === undefined) throw new Error(`${id} has no ${code}`);
  const [before, now] = [quiet.values[channel.key] ?? NaN, sample.values[channel.key] ?? NaN];
  return Math.round((now - before) / channel.resolution);
}

const isDuring = ({ elapsed }: Row, { duration }: Scenario): boolean => elapsed >= 0 && elapsed < duration;

const during = (rows: readonly Row[], scenario: Scenario): Row[] => rows.filter((row) => isDuring(row, scenario));

const movedIn = (rows: readonly Row[]): string[] => {
  const keys = rows.flatMap(({ quiet, sample }) =>
    Object.keys(quiet.values).filter((key) => quiet.values[key as ChannelKey] !== sample.values[key as ChannelKey]),
  );
  return [...new Set(keys)].sort();
};

const names = SCENARIOS.map(({ name }) => name);

describe('each scenario', () => {
  it.each(names)('%s leaves quiet water before it comes and after it is over, wherever it comes', (name) => {
    for (const origin of ['zz-005', 'zz-036'])
      for (const { station } of planOf(name, origin)) {
        const rows = follow(name, origin, station);
        for (const { sample, quiet, count } of rows.filter((row) => !isDuring(row, named(name)))) {
          expect(sample).toEqual(quiet);
          expect(count).toBe(1);
        }
      }
  });

  it('gives values within the span of their probe or none, the same for the same time, at any station and offset', () => {
    const anyScenario = fc.constantFrom(...names);
    const anyStation = fc.constantFrom(...city.stations.map(({ id }) => id));
    const anyOffset = fc.integer({ min: 0, max: 400 * 24 * HOUR });
    fc.assert(
      fc.property(anyScenario, anyStation, anyOffset, fc.double({ min: 0, max: 1, noNaN: true }), (...any) => {
        const [name, origin, offset, part] = any;
        const plan = planOf(name, origin, START + offset);
        for (const one of plan.slice(0, 4)) {
          const at = one.begin + Math.floor(part * (one.scenario.duration - 1));
          const samples = samplerOf(plan, one.station)(at);
          const again = samplerOf(plan, one.station);
          again(at + HOUR);
          expect(again(at)).toEqual(samples);
          expect(samples.flatMap((sample) => outOfSpan(stationOf(one.station), sample))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

const outOfSpan = ({ channels }: Station, { values }: Sample): string[] =>
  channels.flatMap(({ key, parameter }) => {
    const value = values[key];
    const [low, high] = PARAMETERS[parameter].sensorSpan;
    return value === null || (value !== undefined && value >= low && value <= high) ? [] : [`${key}: ${value}`];
  });

/** At minute `at`, by how many steps which channels depart: at least and at most. All others do not move at all. */
const WATER: readonly [string, number, Readonly<Record<string, readonly [number, number]>>][] = [
  [
    'main-break',
    60,
    {
      pressure: [-300, -120],
      turbidity: [250, 350],
      free_chlorine: [-60, -20],
      flow: [500, Infinity],
      orp: [-80, -30],
    },
  ],
  ['flushing', 20, { turbidity: [60, 80], flow: [300, Infinity], pressure: [-22, -18] }],
  [
    'contamination',
    60,
    {
      turbidity: [200, 240],
      conductivity: [60, 140],
      ph: [-37, -33],
      free_chlorine: [-60, -25],
      orp: [-110, -40],
      codmn: [190, 210],
    },
  ],
  ['dosing-failure', 180, { free_chlorine: [-90, -50], orp: [-400, -150] }],
  ['source-switch', 240, { conductivity: [40, 80], ph: [-16, -14], temperature: [-16, -14], orp: [2, 6] }],
  ['pump-trip', 20, { pressure: [-102, -98], flow: [-Infinity, -1_000], turbidity: [5, 7] }],
];

describe('a scenario of the water', () => {
  it.each(WATER)('%s moves after %i minutes what it should, and nothing else', (name, minutes, expected) => {
    const rows = follow(name, 'zz-002');
    const row = rows.find(({ elapsed }) => elapsed === minutes * MINUTE);
    if (row === undefined) throw new Error('no such minute');
    for (const [code, [least, most]] of Object.entries(expected)) {
      const steps = departure(row, 'zz-002', code);
      expect({ code, steps, isWithin: steps >= least && steps <= most }).toMatchObject({ isWithin: true });
    }
    expect(movedIn(rows)).toEqual(Object.keys(expected).sort());
  });

  it.each(['flushing', 'source-switch', 'pump-trip'])(
    '%s is benign: turbidity stays below 1 NTU, chlorine is left',
    (name) => {
      for (const { station } of planOf(name, 'zz-017')) {
        const rows = follow(name, 'zz-017', station);
        for (const { sample } of rows) expect(sample.values['turbidity' as ChannelKey] ?? NaN).toBeLessThan(1);
        expect(movedIn(rows)).not.toContain('free_chlorine');
      }
    },
  );

  it('dosing-failure takes chlorine to zero at the works and at the ends of its pipes', () => {
    for (const { station } of planOf('dosing-failure', 'zz-005')) {
      const rows = follow('dosing-failure', 'zz-005', station);
      expect(Math.min(...rows.map(({ sample }) => sample.values['free_chlorine' as ChannelKey] ?? NaN))).toBeLessThan(
        0.05,
      );
    }
  });
});

describe('the reach of a scenario', () => {
  it('contamination travels downstream: later and weaker at each station on the way', () => {
    const plan = planOf('contamination', 'zz-005').sort((a, b) => a.begin - b.begin);
    expect(plan[0]).toMatchObject({ station: 'zz-005', begin: START, share: 1 });
    expect(plan.length).toBeGreaterThan(3);
    const peaks = plan.map(({ station }) =>
      Math.max(...follow('contamination', 'zz-005', station).map((row) => departure(row, station, 'turbidity'))),
    );
    expect(peaks).toEqual(peaks.toSorted((a, b) => b - a));
    expect(plan.slice(1).every(({ begin, share }) => begin > START && share < 1 && share >= 0.1)).toBe(true);
  });

  it('contamination of a pipe end or of a small supply stays there', () => {
    for (const siteType of ['pipe_end', 'small_supply']) {
      const id = city.stations.find((station) => station.siteType === siteType)?.id ?? '';
      expect(planOf('contamination', id)).toMatchObject([{ station: id, share: 1 }]);
    }
  });

  it('main-break is felt at the next stations along the pipes at once, and milder', () => {
    const [own, ...others] = planOf('main-break', 'zz-017');
    expect(own).toMatchObject({ station: 'zz-017', share: 1 });
    expect(others).toHaveLength(3);
    for (const { station, begin } of others) {
      const row = follow('main-break', 'zz-017', station).find(({ elapsed }) => elapsed === HOUR);
      const steps = row === undefined ? NaN : departure(row, station, 'turbidity');
      expect(steps).toBeGreaterThan(80);
      expect(steps).toBeLessThan(130);
      expect(begin).toBe(START);
    }
  });

  it.each(['source-switch', 'dosing-failure'])('%s comes with the water of the works to all its stations', (name) => {
    const source = city.supplies.get(stationOf('zz-017').id)?.source;
    const fed = city.stations.filter(({ id }) => city.supplies.get(id)?.source === source);
    expect(fed.length).toBeGreaterThan(8);
    expect(planOf(name, 'zz-017').map(({ station, begin }) => ({ station, delay: begin - START }))).toEqual(
      fed.map(({ id }) => ({ station: id, delay: city.supplies.get(id)?.travelMs })),
    );
  });

  it('pump-trip comes to all of them at once', () => {
    expect(new Set(planOf('pump-trip', 'zz-017').map(({ begin }) => begin))).toEqual(new Set([START]));
    expect(planOf('pump-trip', 'zz-017').length).toBeGreaterThan(8);
  });
});

/** What the probes of `zz-002` (outlet) and `zz-036` (small supply, two probes of chlorine dioxide) show under a fault. */
const FAULTS: readonly [string, string, readonly string[]][] = [
  ['spikes', 'zz-002', ['turbidity']],
  ['drift', 'zz-002', ['turbidity']],
  ['range-clip', 'zz-002', ['turbidity']],
  ['reagent-empty', 'zz-002', ['free_chlorine']],
  ['reagent-empty', 'zz-036', ['chlorine_dioxide', 'chlorine_dioxide.2']],
  ['swapped-channels', 'zz-002', ['free_chlorine', 'ph']],
  ['swapped-channels', 'zz-036', ['chlorine_dioxide', 'ph']],
  ['link-outage', 'zz-002', []],
  ['duplicate', 'zz-002', []],
  ['conflict', 'zz-002', []],
  ['clock-skew', 'zz-002', []],
  ['reboot', 'zz-002', []],
];

/** The channel that a fault of one channel strikes at a station, with its values while it lasts. */
function struck(name: string, id: string): { key: string; values: (number | null)[]; quiet: (number | null)[] } {
  const rows = during(follow(name, id), named(name));
  const [key = '', ...others] = movedIn(rows);
  expect(others).toEqual([]);
  const read = ({ values }: Sample): number | null => values[key as ChannelKey] ?? null;
  return { key, values: rows.map(({ sample }) => read(sample)), quiet: rows.map(({ quiet }) => read(quiet)) };
}

const some = ['zz-002', 'zz-011', 'zz-017', 'zz-036'];
const turbidityOf = ({ values }: Sample): number => values['turbidity' as ChannelKey] ?? NaN;

describe('a fault', () => {
  it.each(FAULTS)('%s at %s moves %j and nothing else of the values', (name, id, moved) => {
    const rows = follow(name, id);
    expect(movedIn(rows)).toEqual(moved);
    for (const { sample, quiet } of rows) expect(sample.device).toEqual(quiet.device);
  });

  it.each(some)('flatline repeats the first value of one channel at %s', (id) => {
    const { values } = struck('flatline', id);
    expect(values).toHaveLength(18);
    expect(new Set(values).size).toBe(1);
  });

  it.each(some)('dropout leaves one channel of %s without a value or at zero, both of them', (id) => {
    expect(new Set(struck('dropout', id).values)).toEqual(new Set([null, 0]));
  });

  it.each(some)('noise scatters one channel of %s around the truth by up to 20 steps', (id) => {
    const { key, values, quiet } = struck('noise', id);
    const resolution = stationOf(id).channels.find((channel) => channel.key === key)?.resolution ?? NaN;
    const steps = values.map((value, index) => Math.round(((value ?? NaN) - (quiet[index] ?? NaN)) / resolution));
    expect(Math.max(...steps.map(Math.abs))).toBeLessThanOrEqual(21);
    expect(Math.max(...steps) - Math.min(...steps)).toBeGreaterThan(15);
  });

  it('strikes the same channel each time, and not the same one everywhere', () => {
    const keys = city.stations.slice(0, 12).map(({ id }) => struck('flatline', id).key);
    expect(new Set(keys).size).toBeGreaterThan(1);
  });

  it('frozen repeats all values while sampling times and device state go on', () => {
    const rows = during(follow('frozen', 'zz-002'), named('frozen'));
    const [first] = rows;
    for (const { sample, quiet } of rows) {
      expect(sample.values).toEqual(first?.quiet.values);
      expect(sample).toMatchObject({ sampledAt: quiet.sampledAt, device: quiet.device });
    }
  });

  it('spikes are alone: 1.5 to 4 NTU once in six samples, never twice in a row', () => {
    const heights = during(follow('spikes', 'zz-017'), named('spikes')).map(
      ({ sample, quiet }) => turbidityOf(sample) - turbidityOf(quiet),
    );
    const places = heights.flatMap((height, place) => (height > 0 ? [place] : []));
    expect(places).toHaveLength(6);
    expect(places.every((place, index) => index === 0 || place - (places[index - 1] ?? 0) >= 3)).toBe(true);
    for (const place of places) expect(heights[place]).toBeGreaterThan(1.49);
    expect(Math.max(...heights)).toBeLessThan(4.01);
  });

  it('drift creeps up by 0.6 NTU, and a calibration takes it back', () => {
    const rows = follow('drift', 'zz-017');
    const height = (hour: number): number => {
      const row = rows.find(({ elapsed }) => elapsed === hour * HOUR);
      return row === undefined ? NaN : turbidityOf(row.sample) - turbidityOf(row.quiet);
    };
    for (const [hour, ntu] of [
      [12, 0.1],
      [36, 0.3],
      [71, 0.59],
      [73, 0],
    ] as const)
      expect(height(hour)).toBeCloseTo(ntu, 2);
  });

  it('range-clip stands at 100 NTU', () => {
    const rows = during(follow('range-clip', 'zz-017'), named('range-clip'));
    expect(new Set(rows.map(({ sample }) => turbidityOf(sample)))).toEqual(new Set([100]));
  });

  it('reagent-empty lets chlorine fall to zero within four hours', () => {
    const rows = during(follow('reagent-empty', 'zz-002'), named('reagent-empty'));
    const chlorine = rows.map(({ sample }) => sample.values['free_chlorine' as ChannelKey] ?? NaN);
    expect(chlorine[3]).toBeLessThan(0.5);
    expect(chlorine.slice(24)).toEqual(chlorine.slice(24).map(() => 0));
  });

  it('swapped-channels shows each of two under the name of the other', () => {
    for (const { sample, quiet } of during(follow('swapped-channels', 'zz-002'), named('swapped-channels'))) {
      const [now, before] = [sample.values, quiet.values] as Record<string, number | null>[];
      expect([now?.['free_chlorine'], now?.['ph']]).toEqual([before?.['ph'], before?.['free_chlorine']]);
    }
  });

  it('zero-flow says so, keeps what stands in the cell, and lets the main live on', () => {
    const rows = during(follow('zero-flow', 'zz-002'), named('zero-flow'));
    const [first, last] = [rows[0], rows.at(-1)];
    if (first === undefined || last === undefined) throw new Error('no rows');
    expect(rows.map(({ sample }) => sample.device.sampleFlow)).toEqual(rows.map(() => 0));
    const start = { quiet: first.quiet, sample: last.sample };
    for (const code of ['ph', 'conductivity', 'turbidity', 'codmn'])
      expect(Math.abs(departure(start, 'zz-002', code))).toBeLessThanOrEqual(1);
    expect(departure(start, 'zz-002', 'free_chlorine')).toBeLessThan(-20);
    expect(movedIn(rows)).not.toContain('flow');
    expect(movedIn(rows)).not.toContain('pressure');
  });

  it('clock-skew sends the right values seven minutes into the future', () => {
    for (const { sample, quiet } of during(follow('clock-skew', 'zz-017'), named('clock-skew')))
      expect(sample).toEqual({ ...quiet, sampledAt: quiet.sampledAt + 7 * MINUTE });
  });

  it('conflict gives each time a second sample that differs by 20 steps in one channel', () => {
    const sampler = samplerOf(planOf('conflict', 'zz-017'), 'zz-017');
    const [first, second, ...more] = sampler(START + 10 * MINUTE);
    if (first === undefined || second === undefined) throw new Error('not two samples');
    expect(more).toEqual([]);
    expect(second.sampledAt).toBe(first.sampledAt);
    const steps = stationOf('zz-017').channels.map(({ key, resolution }) =>
      Math.round(((second.values[key] ?? NaN) - (first.values[key] ?? NaN)) / resolution),
    );
    expect(steps.filter((step) => step !== 0)).toEqual([20]);
  });
});
