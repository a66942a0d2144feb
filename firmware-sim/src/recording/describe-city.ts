import type { Calibration, CityRecord, TravelTime } from '@clearwell/recorded-city';
import { MINUTE, type EpochMs, type Station, type StationId } from '@clearwell/water-quality';
import type { City } from '../city/make-city.ts';
import { kilometres } from '../city/plane.ts';
import { downstream } from '../scenarios/reach.ts';
import type { ScheduledScenario } from '../scenarios/scenario.ts';
import type { StationPlan } from '../station-plan.ts';
import type { SimulatedCity } from './simulate-readings.ts';

/** A simulated city as its folder has it. */
export function describeCity(simulated: SimulatedCity): CityRecord {
  const { city } = simulated;
  const points = new Map(city.network.nodes.map(({ id, point }) => [id, point]));
  const works = new Set<string>([...city.supplies.values()].map(({ source }) => source));
  return {
    name: city.stations[0]?.region ?? 'city',
    stations: city.stations,
    nodeOf: new Map(city.stations.flatMap(({ id }) => (points.has(id) ? [[id, id] as const] : []))),
    nodes: city.network.nodes.map(({ id, point: [lon, lat] }) => ({
      id,
      position: { lat, lon },
      type: works.has(id) ? 'reservoir' : 'junction',
    })),
    links: city.network.edges.map(({ from, to, diameterMm }) => ({
      id: `${from}-${to}`,
      from,
      to,
      lengthM: Math.round(1_000 * kilometres(points.get(from) ?? [0, 0], points.get(to) ?? [0, 0])),
      diameterMm,
      type: 'pipe',
    })),
    travelTimes: travelTimesOf(city),
    calibrations: describeCalibrations(simulated),
  };
}

/** When somebody works at which probes, as far as there are plans. */
export const describeCalibrations = ({ seed, city, plans, span }: SimulatedCity): Calibration[] =>
  city.stations
    .flatMap((station) => calibrationsOf(seed, station, plans.get(station.id), span))
    .sort((a, b) => a.start - b.start || (a.station < b.station ? -1 : 1));

/** How long water is on its way between the stations of a city. */
export const travelTimesOf = (city: City): TravelTime[] => city.stations.flatMap(({ id }) => travelTimesFrom(city, id));

/** From a works to all it feeds, whose water is all its own; from any other station to what a slug would reach. */
function travelTimesFrom(city: City, from: StationId): TravelTime[] {
  const fed = [...city.supplies].flatMap(([to, { source, travelMs }]) =>
    source === from && to !== from ? [{ from, to, minutes: travelMs / MINUTE, share: 1 }] : [],
  );
  if (fed.length > 0) return fed;
  return downstream(city, from).flatMap(({ station: to, delay, share }) =>
    to === from ? [] : [{ from, to, minutes: delay / MINUTE, share: Number(share.toFixed(2)) }],
  );
}

/** When somebody works at the probes: what the station reports as calibration or maintenance. */
function calibrationsOf(
  seed: number,
  station: Station,
  plan: StationPlan | undefined,
  [from, until]: readonly [EpochMs, EpochMs],
): Calibration[] {
  return (plan?.during(from, until) ?? []).flatMap((one) => visitsOf(seed, station, one));
}

function visitsOf(seed: number, station: Station, { scenario, begin }: ScheduledScenario): Calibration[] {
  const events = scenario.events?.({ seed, station, begin }) ?? [];
  return events.flatMap(({ kind, state, after, channels }) => {
    if ((kind !== 'calibration' && kind !== 'maintenance') || state !== 'begin') return [];
    const end = events.find((other) => other.kind === kind && other.state === 'end' && other.after >= after);
    return [
      { station: station.id, start: begin + after, end: begin + (end?.after ?? after), channels: channels ?? [] },
    ];
  });
}
