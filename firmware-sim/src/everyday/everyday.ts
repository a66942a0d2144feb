import { DAY, HOUR, type EpochMs, type Station, type StationId } from '@clearwell/water-quality';
import type { City } from '../city/make-city.ts';
import { fraction, keyOf, mix } from '../random.ts';
import { scenarioNamed } from '../scenarios/registry.ts';
import { isWithin, type Reached, type Scenario, type ScheduledScenario } from '../scenarios/scenario.ts';
import { UTC_PLUS_8 } from '../water/demand.ts';
import { EVERYDAY_RATES, type EverydayRate } from './rates.data.ts';

interface Row extends EverydayRate {
  readonly what: Scenario;
}

const ROWS: readonly Row[] = EVERYDAY_RATES.map((rate) => {
  const what = scenarioNamed(rate.scenario);
  if (what === undefined) throw new Error(`There is no scenario ${rate.scenario} to happen every day`);
  return { ...rate, what };
});

/** Days whose draws are kept at hand for each station: more than any scenario lasts. */
const DAYS_AT_HAND = 16;
const QUIET: readonly ScheduledScenario[] = [];

const LONGEST = Math.max(...ROWS.map(({ what }) => what.duration));

/** Days from local midnight to local midnight, counted since 1970. */
const dayOf = (at: EpochMs): number => Math.floor((at + UTC_PLUS_8) / DAY);

/**
 * What happens in a city on ordinary days. Each draw hangs on seed, station (or works), day and kind alone, so that any
 * span has the same happenings, however often it is asked for and wherever a run was broken off.
 */
export class EverydayLife {
  readonly #seed: number;
  readonly #city: City;
  /** How long water is on its way at most: what began so long ago may still be coming. */
  readonly #longestWay: number;
  readonly #drawn = new Map<StationId, Map<number, readonly ScheduledScenario[]>>();
  readonly #reaches = new Map<string, ReadonlyMap<StationId, Reached>>();

  constructor(seed: number, city: City) {
    this.#seed = seed;
    this.#city = city;
    this.#longestWay = Math.max(0, ...[...city.supplies.values()].map(({ travelMs }) => travelMs));
  }

  /** What is under way at a station at any instant of `from` ≤ t < `to`. */
  at(station: Station, from: EpochMs, to: EpochMs): ScheduledScenario[] {
    const happenings: ScheduledScenario[] = [];
    for (let day = dayOf(from - LONGEST - this.#longestWay); day <= dayOf(to - 1); day += 1)
      for (const one of this.#on(station, day)) if (isWithin(one, from, to)) happenings.push(one);
    return happenings;
  }

  /** What sets out on a day; from the works it may come to the station a day later. */
  #on(station: Station, day: number): readonly ScheduledScenario[] {
    const days = this.#drawn.get(station.id) ?? new Map<number, readonly ScheduledScenario[]>();
    this.#drawn.set(station.id, days);
    const known = days.get(day);
    if (known !== undefined) return known;
    const drawn = ROWS.flatMap((row) => this.#draw(row, station, day) ?? []);
    days.set(day, drawn.length === 0 ? QUIET : drawn);
    for (const oldest of days.keys()) {
      if (days.size <= DAYS_AT_HAND) break;
      days.delete(oldest);
    }
    return drawn;
  }

  #draw(row: Row, station: Station, day: number): ScheduledScenario | null {
    if (row.at?.includes(station.siteType) === false) return null;
    const origin = row.of === 'station' ? station.id : this.#worksOf(station);
    if (origin === null) return null;
    const key = keyOf(this.#seed, origin, day, row.scenario);
    if (fraction(key) >= row.times / row.inDays) return null;
    const reached = row.of === 'station' ? { delay: 0, share: 1 } : this.#reachOf(row.what, origin).get(station.id);
    if (reached === undefined) return null;
    const [from, to] = row.hours ?? [0, 24];
    const hour = from + (to - from) * fraction(mix(key, 1));
    const begin = day * DAY - UTC_PLUS_8 + Math.floor(hour * HOUR) + reached.delay;
    return { scenario: row.what, station: station.id, begin, share: reached.share };
  }

  /** Null for a small supply, which has no works. */
  #worksOf(station: Station): StationId | null {
    const source = this.#city.supplies.get(station.id)?.source ?? station.id;
    return source === station.id && station.siteType !== 'plant_outlet' ? null : source;
  }

  #reachOf(scenario: Scenario, works: StationId): ReadonlyMap<StationId, Reached> {
    const name = `${scenario.name} ${works}`;
    const known = this.#reaches.get(name);
    if (known !== undefined) return known;
    const reached = scenario.reach?.(this.#city, works) ?? [{ station: works, delay: 0, share: 1 }];
    const reach = new Map(reached.map((one) => [one.station, one]));
    this.#reaches.set(name, reach);
    return reach;
  }
}
