export { DEFAULT_SEED, DEFAULT_STATIONS, makeCity, type City } from './city/make-city.ts';
export { fraction, keyOf, randomStream } from './random.ts';
export type { Network, Pipe, PipeNode, Supply } from './city/network.ts';
