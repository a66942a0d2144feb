import { DAY, MINUTE, PARAMETERS, isBeyond, limitBook, type Station, type Values } from '@clearwell/water-quality';
import fc from 'fast-check';
import { makeCity } from '../city/make-city.ts';
import { makeInstrument } from './instrument.ts';
import { makeWater, type WaterModel } from './station-water.ts';

const SEED = 1;
const START = Date.UTC(2026, 10, 15);
const WEEK = Array.from({ length: 1_008 }, (_, slot) => START + slot * 10 * MINUTE);
const city = makeCity({ seed: SEED, stations: 48 });

const waterOf = (station: Station): WaterModel =>
  makeWater(SEED, station, city.supplies.get(station.id) ?? { source: station.id, travelMs: 0 });

function valuesOf(station: Station, instants: readonly number[]): Values[] {
  const [water, instrument] = [waterOf(station), makeInstrument(SEED, station)];
  return instants.map((at) => instrument(water(at), at).values);
}

const BOOK = limitBook(['GB 5749-2022', 'operational']);

function brokenLimits(station: Station, values: Values, at: number): string[] {
  return station.channels.flatMap(({ key, parameter }) => {
    const value = values[key];
    const limits = BOOK(parameter, station.siteType, at);
    return limits
      .filter((limit) => value == null || isBeyond(limit, value))
      .map(({ id }) => `${station.id} ${id} ${value}`);
  });
}

describe('quiet water', () => {
  const weeks = new Map(city.stations.map((station) => [station, valuesOf(station, WEEK)]));

  it('keeps every limit and operational level for a week at all stations', () => {
    const broken = [...weeks].flatMap(([station, rows]) =>
      rows.flatMap((values, slot) => brokenLimits(station, values, WEEK[slot] ?? START)),
    );
    expect(broken).toEqual([]);
  });

  it('stays within what drinking water can plausibly show, in every season', () => {
    const instants = Array.from({ length: 150 }, (_, step) => START + step * 59 * 3_600_000);
    const implausible = city.stations.flatMap((station) =>
      valuesOf(station, instants).flatMap((values) =>
        station.channels.filter(({ key, parameter }) => {
          const [low, high] = PARAMETERS[parameter].userSpan;
          const value = values[key] ?? NaN;
          return !(value >= low && value <= high);
        }),
      ),
    );
    expect(implausible).toEqual([]);
  });

  it('has a value on every channel, in steps of its probe', () => {
    for (const [station, rows] of weeks)
      for (const { key, resolution } of station.channels) {
        const value = rows[500]?.[key] ?? NaN;
        expect(Math.abs(value / resolution - Math.round(value / resolution))).toBeLessThan(1e-6);
      }
  });

  it('never stands still: no channel repeats one value for two hours', () => {
    const still = [...weeks].flatMap(([{ id, channels }, rows]) =>
      channels.map(({ key }) => ({ id, key, run: longestRun(rows, key) })).filter(({ run }) => run >= 12),
    );
    expect(still).toEqual([]);
  });

  it('has less chlorine in the evening peak than at night', () => {
    for (const station of city.stations.filter(({ siteType }) => siteType === 'pipe_end')) {
      const water = waterOf(station);
      const mean = (utcHour: number): number =>
        average(Array.from({ length: 60 }, (_, day) => water(START + day * DAY + utcHour * 60 * MINUTE).free_chlorine));
      // 19:20 and 03:20 in UTC+8.
      expect(mean(11.3)).toBeLessThan(mean(19.3));
    }
  });

  it('is a pure function of seed, station and time: the order of asking does not matter', () => {
    const station = city.stations[16];
    if (station === undefined) throw new Error('no station 17');
    fc.assert(
      fc.property(fc.shuffledSubarray(WEEK, { minLength: 20, maxLength: 20 }), (instants) => {
        const inOrder = new Map(WEEK.map((at, slot) => [at, weeks.get(station)?.[slot]]));
        expect(valuesOf(station, instants)).toEqual(instants.map((at) => inOrder.get(at)));
      }),
      { numRuns: 20 },
    );
  });

  it('moves together where it comes from the same works', () => {
    const fed = city.stations.filter(({ id }) => city.supplies.get(id)?.source === 'zz-003');
    const [a, b] = fed.filter(({ siteType }) => siteType === 'pipe_network');
    if (a === undefined || b === undefined) throw new Error('too few stations of one works');
    const lead = (station: Station): number => city.supplies.get(station.id)?.travelMs ?? 0;
    const series = (station: Station): number[] => WEEK.map((at) => waterOf(station)(at + lead(station)).conductivity);
    expect(correlation(series(a), series(b))).toBeGreaterThan(0.7);
  });

  it('moves redox with chlorine', () => {
    const station = city.stations.find(({ siteType }) => siteType === 'pipe_end');
    if (station === undefined) throw new Error('no pipe end');
    const rows = WEEK.map(waterOf(station));
    expect(
      correlation(
        rows.map((row) => row.free_chlorine),
        rows.map((row) => row.orp),
      ),
    ).toBeGreaterThan(0.6);
  });
});

function longestRun(rows: readonly Values[], key: keyof Values): number {
  let [longest, run, previous] = [0, 0, NaN];
  for (const values of rows) {
    const value = values[key] ?? NaN;
    run = value === previous ? run + 1 : 1;
    [longest, previous] = [Math.max(longest, run), value];
  }
  return longest;
}

const average = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const [mx, my] = [average(xs), average(ys)];
  const covariance = average(xs.map((x, index) => (x - mx) * ((ys[index] ?? NaN) - my)));
  const spread = (zs: readonly number[], m: number): number => Math.sqrt(average(zs.map((z) => (z - m) ** 2)));
  return covariance / (spread(xs, mx) * spread(ys, my));
}
