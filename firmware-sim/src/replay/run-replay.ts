import { CityFaultError, readCity, type RecordedCity } from '@clearwell/recorded-city';
import { MINUTE, type EpochMs } from '@clearwell/water-quality';
import { makeClock, Stopwatch, type Clock } from '../clock.ts';
import { warnOfOpenFiles } from '../open-files.ts';
import type { ReplayOptions } from '../options.ts';
import type { BrokerAccess } from '../station/broker-access.ts';
import { CityReplay, type ReplayReport } from './city-replay.ts';
import { surveyCity, type Survey } from './survey.ts';

const PROGRESS_MS = 10_000;

const count = (n: number): string => n.toLocaleString('en');
const asTime = (at: EpochMs): string => new Date(at).toISOString();

/** Opens a folder; what is wrong with it is told, and the program ends with 2. */
export async function openFolder<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CityFaultError)) throw error;
    for (const fault of error.faults) console.error(fault);
    process.exit(2);
  }
}

/** Publishes the city of a folder, tells how it goes, and ends the process. */
export async function runReplay(options: ReplayOptions, broker: BrokerAccess): Promise<void> {
  const { folder, part, clock: set } = options;
  const city = await openFolder(() => readCity(folder));
  const survey = await openFolder(() => surveyCity(city, part));
  if (survey.firstReceivedAt === null) {
    console.log(`${folder} has no reading in that time; nothing to publish`);
    return;
  }
  const warning = warnOfOpenFiles(city.stations.length);
  if (warning !== null) console.log(warning);
  const stopwatch = new Stopwatch();
  const clock = makeClock(
    { start: set.start ?? survey.firstReceivedAt, origin: set.origin ?? stopwatch.now(), rate: set.rate },
    () => stopwatch.now(),
  );
  const replay = new CityReplay(city, { broker, part, clockRuns: set.origin !== null }, clock, stopwatch);
  console.log(greeting(city, survey, { start: clock.start, rate: set.rate }, broker));
  const began = Date.now();
  const telling = setInterval(() => console.log(progress(replay, survey, clock)), PROGRESS_MS);
  stopOnSignal(replay, telling);
  const report = await replay.run(survey, (sentence) => console.log(sentence));
  clearInterval(telling);
  console.log(summary(report, Date.now() - began));
  process.exit(0);
}

function greeting(
  { stations }: RecordedCity,
  survey: Survey,
  { start, rate }: { readonly start: EpochMs; readonly rate: number },
  { url }: BrokerAccess,
): string {
  const what = `${count(survey.rows)} readings of ${count(stations.length)} stations, ${count(survey.outages.length)} outages`;
  const first = asTime(survey.firstReceivedAt ?? start);
  return `replaying ${what}, received from ${first} on; clock ×${String(rate)} from ${asTime(start)}, to ${url}`;
}

const progress = (replay: CityReplay, survey: Survey, clock: Clock): string =>
  `replay at ${asTime(clock.now())}: ${count(replay.acknowledged)} of ${count(survey.rows)} readings acknowledged`;

function summary({ published, doubled, batches, late, behind, stale, sha256 }: ReplayReport, tookMs: number): string {
  return [
    `replay over: ${count(published)} readings acknowledged, ${count(doubled)} of them doubled, ${count(late)} in ${count(batches)} late batches, in ${(tookMs / 1_000).toFixed(1)} s`,
    `the slowest was acknowledged ${(behind / MINUTE).toFixed(1)} min of its clock after it was due, ${count(stale)} more than 20 min`,
    `sha256 of what was acknowledged: ${sha256}`,
  ].join('\n');
}

/** Stops at the first signal, and gives up waiting at the second. */
function stopOnSignal(replay: CityReplay, telling: NodeJS.Timeout): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    clearInterval(telling);
    void replay.stop().then((from) => {
      const acknowledged = `stopped; ${count(replay.acknowledged)} readings acknowledged`;
      console.log(from === null ? acknowledged : `${acknowledged}. Go on with --from ${asTime(from)}`);
      process.exit(0);
    });
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, stop);
}
