import type { Station, StationId } from '@clearwell/water-quality';
import { layNetwork, type Network, type Supply } from './network.ts';
import { placeStations } from './place-stations.ts';

/** The city the committed basemap shows. */
export const DEFAULT_SEED = 1;
export const DEFAULT_STATIONS = 48;

export interface City {
  readonly stations: readonly Station[];
  readonly network: Network;
  /** Where each station's water comes from. */
  readonly supplies: ReadonlyMap<StationId, Supply>;
}

/** An invented Zhengzhou: nothing but names of places around it is taken from the real one. Same arguments, same city. */
export function makeCity({ seed, stations }: { readonly seed: number; readonly stations: number }): City {
  const placed = placeStations(seed, stations);
  return { stations: placed, ...layNetwork(seed, placed) };
}
