export { DEFAULT_SEED, DEFAULT_STATIONS, makeCity, type City } from './city/make-city.ts';
export type { Network, Pipe, PipeNode, Supply } from './city/network.ts';
