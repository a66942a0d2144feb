import type { Incident } from '@clearwell/detect';
import { describeCalibrations, planAdded, simulateReadings } from '@clearwell/firmware-sim';
import { HOUR, type StationId } from '@clearwell/water-quality';
import { Arrivals } from '../../backtest/city/arrivals.ts';
import type { Learned } from '../../backtest/city/judging.ts';
import type { Waking } from '../../backtest/city/wakings.ts';
import type { Injection } from './injection.ts';
import type { QuietCity, Snapshot } from './quiet-city.ts';
import { Said } from './said.ts';
import { Silences } from './silences.ts';

/** How long after the last station is left it may still be spoken of. */
const AFTER = 6 * HOUR;
/** What was sampled so long before the snapshot may arrive after it. */
const HELD_BACK = 6 * HOUR;

/** What was said in a city from a snapshot on. */
export interface Continued {
  readonly incidents: readonly Incident[];
  readonly wakings: readonly Waking[];
  /** Of the touched stations. */
  readonly said: ReadonlyMap<StationId, Said>;
}

/**
 * Goes on from a snapshot with something more than everyday life. Only the stations it comes to are sampled and judged anew:
 * of the others all is known as it was.
 */
export function goOn(quiet: QuietCity, snapshot: Snapshot, { scheduled, touched }: Injection): Continued {
  const { simulated, city, news } = quiet;
  const until = Math.min(simulated.span[1], Math.max(...touched.map((touch) => touch.until)) + AFTER);
  const span = [snapshot.at - HELD_BACK, until] as const;
  const changed = { ...simulated, plans: planAdded(simulated, scheduled), span };
  const arrivals = new Arrivals({ stations: city.stations, calibrations: describeCalibrations(changed) });
  const anew = new Set(touched.map(({ station }) => station));
  const [judging, silences] = [snapshot.judging.fork(anew), new Silences(city.stations)];
  const learned: Learned[] = [];
  for (const reading of simulateReadings(changed)) {
    const arrival = arrivals.take(reading);
    if (arrival === null) continue;
    silences.take(reading);
    if (arrival.receivedAt < snapshot.at) continue;
    for (const one of judging.judge([arrival])) learned.push(one);
  }
  silences.end(until);
  const known = news.filter(({ from, station }) => from >= snapshot.at && from <= until && !anew.has(station));
  const wakings = snapshot.wakings.fork();
  const before = wakings.desk.incidents.length;
  for (const one of [...learned, ...known].sort(byArrival)) wakings.take(one);
  const incidents = wakings.desk.incidents.slice(before);
  return { incidents, wakings: wakings.all, said: Said.byStation(learned, silences.all) };
}

/** As the simulator has its readings. */
const byArrival = (a: Learned, b: Learned): number =>
  a.from - b.from || a.sampledAt - b.sampledAt || (a.station < b.station ? -1 : Number(a.station > b.station));
