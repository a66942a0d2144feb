import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EpochMs, Station, StationId } from '@clearwell/water-quality';
import type { City } from './city/make-city.ts';
import { endOf, type ScheduledScenario } from './scenarios/scenario.ts';
import type { StationPlan } from './station-plan.ts';
import { makeWater } from './water/station-water.ts';
import type { Water } from './water/water.ts';

const HEADER = 'kind,scenario,station,channels,begin,end,share,seed';

/**
 * All that happened in a city at any instant of `from` ≤ t < `to`, as CSV: a row for each scenario and station, by
 * beginning, station and name. Channels stand with spaces between, times in ISO 8601; what began before or goes on
 * afterwards has its own times. Pure, so it can be written anew at any time.
 */
export function describeTruth(
  seed: number,
  city: City,
  plans: ReadonlyMap<StationId, StationPlan>,
  [from, to]: readonly [from: EpochMs, to: EpochMs],
): string {
  const rows = city.stations.flatMap((station) =>
    (plans.get(station.id)?.during(from, to) ?? []).map((one) => ({ one, station })),
  );
  rows.sort((a, b) => a.one.begin - b.one.begin || compare(nameOf(a.one), nameOf(b.one)));
  return `${[HEADER, ...rows.map(({ one, station }) => rowOf(seed, city, station, one))].join('\n')}\n`;
}

/** Whole or not at all: a reader never sees half a file. */
export function writeTruth(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}

const nameOf = ({ station, scenario }: ScheduledScenario): string => `${station} ${scenario.name}`;
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function rowOf(seed: number, city: City, station: Station, one: ScheduledScenario): string {
  const { scenario, begin, share } = one;
  const struck = scenario.strikes?.({ seed, station, begin }).map(({ key }) => key);
  const channels = struck ?? channelsMoved(seed, city, station, one);
  const times = [begin, endOf(one)].map((at) => new Date(at).toISOString());
  const row = [scenario.kind, scenario.name, station.id, channels.join(' '), ...times, Number(share.toFixed(4)), seed];
  return row.join(',');
}

/** The channels of the station that see another water half-way through. */
function channelsMoved(seed: number, city: City, station: Station, { scenario, begin }: ScheduledScenario): string[] {
  const elapsed = scenario.duration / 2;
  const supply = city.supplies.get(station.id) ?? { source: station.id, travelMs: 0 };
  const quiet = makeWater(seed, station, supply)(begin + elapsed);
  const altered = scenario.alter?.(quiet, elapsed, station.siteType) ?? quiet;
  return station.channels
    .filter(({ parameter }) => parameter in quiet && isMoved(quiet, altered, parameter as keyof Water))
    .map(({ key }) => key);
}

const isMoved = (quiet: Water, altered: Water, parameter: keyof Water): boolean =>
  Math.abs(altered[parameter] - quiet[parameter]) > 1e-9;
