import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outcomesSchema, type Outcomes } from '@clearwell/contracts';
import { readStored, startSimulatedCity, type StoredEvent, type StoredReading } from '@clearwell/testkit';
import { DAY, MINUTE, type EpochMs, type Station } from '@clearwell/water-quality';
import { planCity } from './city-plan.ts';
import { makeCity } from './city/make-city.ts';
import { RunDigest } from './run-digest.ts';
import { makeSampler } from './sampler.ts';
import { CASES, SLOT, START, type Row, type Trace } from './scenario-cases.ts';
import { parseScenario, type ScenarioChoice } from './scenarios/choice.ts';
import { SCENARIOS } from './scenarios/registry.ts';
import { endOf, type ScheduledScenario } from './scenarios/scenario.ts';

const SEED = 1;
const DAYS = 4;
/** An hour of link outage then lasts three seconds. */
const RATE = 1_200;
const SPAN = 170 * MINUTE;
const city = makeCity({ seed: SEED, stations: 48 });

interface Run {
  readonly readings: ReadonlyMap<string, readonly StoredReading[]>;
  readonly events: readonly StoredEvent[];
  readonly outcomes: Outcomes;
  readonly printed: readonly string[];
  readonly truth: string;
}

const choices = Object.entries(CASES).map(([name, [where]]): ScenarioChoice => {
  const choice = parseScenario(`${name}@${where}`);
  if (typeof choice === 'string') throw new Error(choice);
  return choice;
});
const plans = planCity({ seed: SEED, scenarios: choices, everyday: false }, city, START);
const allOf = (name: string): ScheduledScenario[] =>
  [...plans.values()]
    .flatMap((plan) => plan.during(START - 5 * DAY, START + DAY))
    .filter(({ scenario }) => scenario.name === name);

function stationOf(id: string): Station {
  const found = city.stations.find((station) => station.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

function traceOf(run: Run, one: ScheduledScenario): Trace {
  const station = stationOf(one.station);
  const [begin, end] = [one.begin, endOf(one)];
  const sampler = makeSampler(SEED, city, station, () => []);
  const quietAt = (at: EpochMs): Row['quiet'] => sampler(at)[0]?.values as Row['quiet'];
  const all = (run.readings.get(station.id) ?? []).map((row) => ({ ...row, quiet: quietAt(row.sampledAt) }));
  const rows = all.filter(({ sampledAt }) => sampledAt >= begin && sampledAt < end);
  const [before, after] = [all.findLast((row) => row.sampledAt < begin), all.find((row) => row.sampledAt >= end)];
  if (before === undefined || after === undefined) throw new Error('nothing stored around it');
  const moved = (key: string): number[] => rows.map(({ values, quiet }) => (values[key] ?? NaN) - (quiet[key] ?? NaN));
  return {
    ...{ station, begin, end, rows, before, after, moved, quietAt },
    struck: one.scenario.strikes?.({ seed: SEED, station, begin }) ?? [],
    at: (from, to) =>
      rows.filter(({ sampledAt }) => sampledAt >= begin + from * MINUTE && sampledAt < begin + to * MINUTE),
    movedAtAll: station.channels
      .map(({ key }) => key as string)
      .filter((key) => moved(key).some((by) => by !== 0))
      .sort(),
    events: (kind) =>
      run.events
        .filter((event) => event.station === station.id && event.kind === kind && event.at >= begin && event.at <= end)
        .map(({ state }) => state),
    phase: before.sampledAt % SLOT,
  };
}

async function runAll(): Promise<Run> {
  const options = { days: DAYS, for: `${SPAN / MINUTE}m`, everyday: 'off', seed: SEED };
  const { server, folder, simulate } = await startSimulatedCity(city.stations, { start: START, rate: RATE }, options);
  const simulator = simulate(...Object.entries(CASES).flatMap(([name, [where]]) => ['--scenario', `${name}@${where}`]));
  await simulator.line(/sha256/, 40_000);
  expect(await simulator.ended).toEqual({ code: 0, signal: null });
  const outcomes = outcomesSchema.parse(await (await fetch(`${server.url}/api/outcomes`)).json());
  await server.program.stop();
  const truth = await readFile(join(folder, 'truth.csv'), 'utf8');
  return { ...readStored(server.data, city.stations), outcomes, printed: simulator.lines, truth };
}

describe('what a server has stored of', () => {
  let run: Run;

  beforeAll(async () => {
    run = await runAll();
  }, 60_000);

  it.each(Object.entries(CASES).map(([name, [, says]]) => [name, says]))('%s: %s', (name) => {
    const [first, ...others] = allOf(name)
      .map((one) => traceOf(run, one))
      .sort((a, b) => a.begin - b.begin);
    if (first === undefined) throw new Error(`${name} comes nowhere`);
    const own = [first, ...others].find(({ station }) => CASES[name]?.[0].startsWith(station.id)) ?? first;
    const elsewhere = (id: string): Trace => {
      const found = [first, ...others].find(({ station }) => station.id === id);
      if (found === undefined) throw new Error(`${name} does not come to ${id}`);
      return found;
    };
    const rest = [first, ...others].filter((one) => one !== own);
    CASES[name]?.[2]({ ...own, elsewhere, others: rest, outcomes: run.outcomes });
  });

  it('every scenario there is', () => {
    expect(Object.keys(CASES).sort()).toEqual(SCENARIOS.map(({ name }) => name).sort());
  });

  it('all other hours is the quiet water, slot by slot', () => {
    for (const station of city.stations) {
      const quiet = makeSampler(SEED, city, station, () => []);
      const happenings = plans.get(station.id)?.during(START - 5 * DAY, START + DAY) ?? [];
      const rows = run.readings.get(station.id) ?? [];
      expect(rows).toHaveLength(((DAYS * DAY + SPAN) / SLOT) | 0);
      for (const { sampledAt, values, marks } of rows) {
        // A clock that is ahead writes its last slot after its end.
        if (happenings.some((one) => sampledAt >= one.begin && sampledAt < endOf(one) + SLOT)) continue;
        expect({ values, marks }).toEqual({ values: quiet(sampledAt)[0]?.values, marks: {} });
      }
    }
  });

  it('the whole run has the hash that the simulator printed', () => {
    const digest = new RunDigest();
    for (const [id, rows] of run.readings) for (const row of rows) digest.note(stationOf(id).id, [row]);
    expect(run.printed.at(-1)).toBe(`sha256 of what was sampled: ${digest.sha256()}`);
  });

  it('each scenario stands in the truth file, with its kind and the stations it came to', () => {
    const rows = run.truth
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    for (const scenario of SCENARIOS) {
      const own = rows.filter(([, name]) => name === scenario.name);
      expect(own.map(([kind, , station, , begin]) => [kind, station, begin]).sort()).toEqual(
        allOf(scenario.name)
          .map(({ station, begin }) => [scenario.kind, station, new Date(begin).toISOString()])
          .sort(),
      );
    }
  });
});
