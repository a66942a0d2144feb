// A thread of `npm run bench -- detect --full`: judges its share of the stations, one after the other.
import { AT_REST, StationFold } from '@clearwell/detect';
import { parentPort, workerData } from 'node:worker_threads';
import { housePanel } from './house-panel.ts';
import { inventedStation, inventReadings, readingAt } from './invented-station.ts';

const { numbers, rows, seed } = workerData as {
  readonly numbers: readonly number[];
  readonly rows: number;
  readonly seed: number;
};

for (const number of numbers) {
  const station = inventedStation(number);
  const readings = inventReadings(station, seed + number);
  const started = performance.now();
  const judge = new StationFold(housePanel(), AT_REST);
  let episodes = 0;
  for (let place = 0; place < rows; place++) {
    episodes += judge.fold(readingAt(readings, place), station).episodes.length;
  }
  parentPort?.postMessage({ episodes, ms: performance.now() - started });
}
