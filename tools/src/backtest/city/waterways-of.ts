import { Waterways } from '@clearwell/detect';
import type { RecordedCity } from '@clearwell/recorded-city';

/** What the network of a city says of when its stations see the same water. */
export const waterwaysOf = ({ travelTimes, stations }: Pick<RecordedCity, 'travelTimes' | 'stations'>): Waterways =>
  new Waterways(
    travelTimes.map(({ minutes, ...link }) => ({ ...link, travelMinutes: minutes })),
    stations,
  );
