// A thread of `npm run backtest -- --city`: judges its share of the stations.
import type { Station } from '@clearwell/water-quality';
import { parentPort, workerData } from 'node:worker_threads';
import { Judging, type Arrival } from './judging.ts';

const { stations, budget } = workerData as { readonly stations: readonly Station[]; readonly budget: number };
const judging = new Judging(stations, budget);
parentPort?.on('message', (arrivals: readonly Arrival[]) => parentPort?.postMessage(judging.judge(arrivals)));
