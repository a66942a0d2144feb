import type { Station } from '@clearwell/water-quality';

/** So many times farther from the middle than half of the stations are: of an even city none is, not by half. */
const FAR = 8;
/** A handful at one site does not make its neighbours far: about 9 km, in degrees. */
const NEAR = 0.08;

type Placed = Pick<Station, 'position'>;

/** Stations so far from the bulk of the others that a view of all would show the city as a dot; in their order. */
export function outlyingOf<S extends Placed>(stations: readonly S[]): S[] {
  const [lat, lon] = [median(stations.map((s) => s.position.lat)), median(stations.map((s) => s.position.lon))];
  const narrowing = Math.cos((lat * Math.PI) / 180);
  const distance = ({ position }: Placed): number => Math.hypot(position.lat - lat, (position.lon - lon) * narrowing);
  const far = FAR * Math.max(NEAR, median(stations.map(distance)));
  return stations.filter((station) => distance(station) > far);
}

/** The lower one of an even number; 0 of none. */
const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? 0;
