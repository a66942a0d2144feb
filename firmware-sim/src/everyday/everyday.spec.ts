import { DAY, HOUR, type EpochMs } from '@clearwell/water-quality';
import fc from 'fast-check';
import { planCity } from '../city-plan.ts';
import { makeCity } from '../city/make-city.ts';
import { SCENARIOS } from '../scenarios/registry.ts';
import type { ScheduledScenario } from '../scenarios/scenario.ts';
import { hourOf } from '../water/demand.ts';
import { EverydayLife } from './everyday.ts';
import { EVERYDAY_RATES } from './rates.data.ts';

const START = Date.UTC(2026, 10, 20, 3);
const city = makeCity({ seed: 1, stations: 48 });

/** What begins in a city at `from` ≤ t < `to`, as a person would compare it. */
function beginning(life: EverydayLife, from: EpochMs, to: EpochMs): string[] {
  const all = city.stations.flatMap((station) => life.at(station, from, to));
  return all
    .filter(({ begin }) => begin >= from && begin < to)
    .map(inWords)
    .sort();
}

const inWords = ({ scenario, station, begin, share }: ScheduledScenario): string =>
  `${new Date(begin).toISOString()} ${station} ${scenario.name} ${share}`;

const inYear = (life: EverydayLife, days: number): ScheduledScenario[] =>
  city.stations.flatMap((station) => life.at(station, START, START + days * DAY).filter(({ begin }) => begin >= START));

describe('everyday life', () => {
  it('is the same in one span as in its two parts, whoever asks and in whatever order', () => {
    const instant = fc.integer({ min: 0, max: 20 * DAY });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), instant, instant, instant, (seed, ...instants) => {
        const [a, b, c] = instants.toSorted((one, other) => one - other).map((after) => START + after) as [number, number, number]; // prettier-ignore
        const whole = beginning(new EverydayLife(seed, city), a, c);
        const asked = new EverydayLife(seed, city);
        const second = beginning(asked, b, c);
        const first = beginning(asked, a, b);
        expect([...first, ...second].sort()).toEqual(whole);
        expect(beginning(asked, a, c)).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });

  it('is another one under another seed', () => {
    const [one, other] = [1, 2].map((seed) => beginning(new EverydayLife(seed, city), START, START + 10 * DAY));
    expect(one).not.toEqual(other);
    expect(one?.length).toBeGreaterThan(20);
  });

  it('holds each kind about as often as its rate says', () => {
    const days = 2_000;
    const counts = Map.groupBy(inYear(new EverydayLife(1, city), days), ({ scenario }) => scenario.name);
    for (const { scenario, of, times, inDays, at } of EVERYDAY_RATES.filter((rate) => rate.of === 'station')) {
      const places = city.stations.filter(({ siteType }) => at?.includes(siteType) ?? of === 'station').length;
      const expected = (places * days * times) / inDays;
      const count = counts.get(scenario)?.length ?? 0;
      // Five standard deviations of a Poisson count.
      expect({ scenario, isNear: Math.abs(count - expected) < 5 * Math.sqrt(expected) }).toEqual({
        scenario,
        isNear: true,
      });
    }
  });

  it('knows no event of the water, and every other scenario but conflict', () => {
    const ordinary = SCENARIOS.filter(({ kind, name }) => kind !== 'water_event' && name !== 'conflict');
    expect(EVERYDAY_RATES.map(({ scenario }) => scenario).sort()).toEqual(ordinary.map(({ name }) => name).sort());
  });

  it('brings what a works does to all that it feeds, later where the water needs its time', () => {
    const switches = inYear(new EverydayLife(1, city), 60).filter(({ scenario }) => scenario.name === 'source-switch');
    const atWorks = switches.filter(({ station }) => station === 'zz-005');
    expect(atWorks.length).toBeGreaterThan(0);
    const fed = city.stations.filter(({ id }) => city.supplies.get(id)?.source === 'zz-005');
    for (const { begin } of atWorks)
      for (const { id } of fed) {
        const travelMs = city.supplies.get(id)?.travelMs ?? NaN;
        expect(switches.some((one) => one.station === id && one.begin === begin + travelMs)).toBe(true);
      }
  });

  it('sends people in working hours only', () => {
    const visits = inYear(new EverydayLife(1, city), 60).filter(({ scenario }) => scenario.name === 'calibration');
    for (const { begin } of visits) {
      expect(hourOf(begin)).toBeGreaterThanOrEqual(8.5);
      expect(hourOf(begin)).toBeLessThan(16);
    }
  });

  it('does not happen where it is switched off', () => {
    const plans = planCity({ seed: 1, scenarios: [], everyday: false }, city, START);
    for (const plan of plans.values()) expect(plan.during(START, START + 28 * DAY)).toEqual([]);
  });
});

describe('the plan of a station', () => {
  const plans = planCity({ seed: 1, scenarios: [], everyday: true }, city, START);

  it('has the same restarts and events in a span as in its parts', () => {
    const instant = fc.integer({ min: 0, max: 60 * 24 });
    fc.assert(
      fc.property(fc.constantFrom(...plans.values()), instant, instant, instant, (plan, ...hours) => {
        const [a, b, c] = hours.toSorted((one, other) => one - other).map((hour) => START + hour * HOUR) as [number, number, number]; // prettier-ignore
        expect([...plan.reboots(a, b), ...plan.reboots(b, c)]).toEqual(plan.reboots(a, c));
        expect([...plan.events(a, b), ...plan.events(b, c)]).toEqual(plan.events(a, c));
      }),
    );
  });

  it('ends every visit it begins', () => {
    const states = [...plans.values()].flatMap((plan) => plan.events(START, START + 365 * DAY).map(({ kind, state }) => `${kind} ${state}`)); // prettier-ignore
    const count = (what: string): number => states.filter((one) => one === what).length;
    for (const kind of ['calibration', 'maintenance', 'door', 'power'])
      expect(Math.abs(count(`${kind} begin`) - count(`${kind} end`))).toBeLessThan(3);
    expect(count('calibration begin')).toBeGreaterThan(400);
  });
});
