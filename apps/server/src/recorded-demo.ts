import { CityFaultError, readCity, type RecordedCity } from '@clearwell/recorded-city';
import { SECOND, type EpochMs, type Link, type Station } from '@clearwell/water-quality';
import { StartError } from './start-error.ts';

/** What a server has to know of a recorded city before its stations speak. */
export interface RecordedDemo {
  readonly folder: string;
  readonly stations: readonly Station[];
  readonly links: readonly Link[];
  /** When its first reading arrived. */
  readonly beginsAt: EpochMs;
}

/** Wall-clock time in which a reading may have been on its way when an earlier run ended. */
const ON_THE_WAY = 5 * SECOND;

/** @throws StartError if the folder can't be used */
export async function openRecordedDemo(folder: string): Promise<RecordedDemo> {
  try {
    const city = await readCity(folder);
    for await (const { receivedAt } of city.readings())
      return { folder, stations: city.stations, links: linksOf(city), beginsAt: receivedAt };
  } catch (error) {
    if (!(error instanceof CityFaultError)) throw error;
    throw new StartError(`the recorded city in ${folder} can't be used:\n${error.message}`, { cause: error });
  }
  throw new StartError(`the recorded city in ${folder} has no reading: CLEARWELL_DEMO_REPLAY names another folder`);
}

const linksOf = ({ travelTimes }: Pick<RecordedCity, 'travelTimes'>): Link[] =>
  travelTimes.map(({ minutes: travelMinutes, ...link }) => ({ ...link, travelMinutes }));

/**
 * Where the replay begins when an earlier run is gone on from: a little before what it came to, as what was on its way then
 * may not be stored. What is stored counts as a duplicate. Null: with the file.
 * @param newest newest sample that is stored; null: none. The clock may have been far ahead of what was replayed by it
 */
export function resumeAt(
  { beginsAt }: RecordedDemo,
  clock: { readonly start: EpochMs; readonly rate: number },
  newest: EpochMs | null,
): EpochMs | null {
  const heard = Math.min(clock.start, newest ?? -Infinity);
  return heard <= beginsAt ? null : Math.max(beginsAt, Math.round(heard - ON_THE_WAY * clock.rate));
}
