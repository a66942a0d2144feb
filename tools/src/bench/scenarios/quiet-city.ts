import {
  describeCity,
  makeCity,
  planCity,
  RECORDING_START,
  simulateReadings,
  type City,
  type SimulatedCity,
} from '@clearwell/firmware-sim';
import type { CityRecord } from '@clearwell/recorded-city';
import { DAY, type EpochMs, type StationId } from '@clearwell/water-quality';
import { Arrivals } from '../../backtest/city/arrivals.ts';
import { Judging, type Learned } from '../../backtest/city/judging.ts';
import { Wakings } from '../../backtest/city/wakings.ts';
import { Silences } from './silences.ts';
import { Said } from './said.ts';

export interface QuietSetting {
  readonly seed: number;
  readonly stations: number;
  readonly days: number;
  /** False alerts a station and week. */
  readonly budget: number;
}

/** What judges, desk and alerts knew at an instant. Nobody goes on with it itself: everybody forks it. */
export interface Snapshot {
  readonly at: EpochMs;
  readonly judging: Judging;
  readonly wakings: Wakings;
}

/** A city in which nothing happens but everyday life, and all that was said of it. */
export interface QuietCity {
  readonly simulated: SimulatedCity;
  readonly city: City;
  readonly record: CityRecord;
  readonly readings: number;
  /** What each arrival changed of what is known, in that order. */
  readonly news: readonly Learned[];
  readonly wakings: Wakings;
  readonly said: ReadonlyMap<StationId, Said>;
  readonly snapshots: readonly Snapshot[];
}

/**
 * Lives through a quiet city in order of arrival.
 * @param instants when snapshots are taken, in order
 */
export function liveQuietly(
  { seed, stations, days, budget }: QuietSetting,
  instants: readonly EpochMs[],
  onReading: (at: EpochMs) => void,
): QuietCity {
  const city = makeCity({ seed, stations });
  const span = [RECORDING_START, RECORDING_START + days * DAY] as const;
  const plans = planCity({ seed, scenarios: [], everyday: true }, city, RECORDING_START);
  const simulated = { seed, city, plans, span };
  const record = describeCity(simulated);
  const [arrivals, judging] = [new Arrivals(record), new Judging(city.stations, budget)];
  const [wakings, silences] = [new Wakings(record), new Silences(city.stations)];
  const news: Learned[] = [];
  const snapshots: Snapshot[] = [];
  const coming = [...instants];
  let readings = 0;
  for (const reading of simulateReadings(simulated)) {
    for (let at = coming[0]; at !== undefined && at <= reading.receivedAt; at = coming[0]) {
      snapshots.push({ at, judging: judging.fork(), wakings: wakings.fork() });
      coming.shift();
    }
    const arrival = arrivals.take(reading);
    if (arrival === null) continue;
    readings++;
    silences.take(reading);
    for (const one of judging.judge([arrival])) {
      news.push(one);
      wakings.take(one);
    }
    onReading(arrival.receivedAt);
  }
  silences.end(span[1]);
  return { simulated, city, record, readings, news, wakings, snapshots, said: Said.byStation(news, silences.all) };
}
