import { Waterways } from '@clearwell/detect';
import type { RecordedCity } from '@clearwell/recorded-city';
import type { Link } from '@clearwell/water-quality';

/** What the record of a city says of how its water runs, as links of a network. */
export const linksOf = ({ travelTimes }: Pick<RecordedCity, 'travelTimes'>): readonly Link[] =>
  travelTimes.map(({ minutes, ...link }) => ({ ...link, travelMinutes: minutes }));

/** What the network of a city says of when its stations see the same water. */
export const waterwaysOf = (city: Pick<RecordedCity, 'travelTimes' | 'stations'>): Waterways =>
  new Waterways(linksOf(city), city.stations);
