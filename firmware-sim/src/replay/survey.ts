import { CityFaultError, type RecordedCity, type RecordedReading } from '@clearwell/recorded-city';
import type { EpochMs, StationId } from '@clearwell/water-quality';
import { OutageFinder, type Outage } from './outages.ts';

/** Which readings of a file: `from` ≤ received < `until`. */
export interface Part {
  readonly from: EpochMs | null;
  readonly until: EpochMs | null;
}

/** What has to be known of the readings before the first is published. */
export interface Survey {
  readonly rows: number;
  /** Null in an empty part. */
  readonly firstReceivedAt: EpochMs | null;
  /** In the order of their beginning. */
  readonly outages: readonly Outage[];
}

const FAULTS_TOLD = 20;

/** The readings of a part of the file. */
export async function* readPart(city: RecordedCity, { from, until }: Part): AsyncGenerator<RecordedReading> {
  for await (const reading of city.readings()) {
    if (reading.receivedAt >= (until ?? Infinity)) return;
    if (reading.receivedAt >= (from ?? -Infinity)) yield reading;
  }
}

/**
 * Reads the part once from end to end: one with a fault is refused before anything of it is published.
 * @throws CityFaultError
 */
export async function surveyCity(city: RecordedCity, { from, until }: Part): Promise<Survey> {
  const finder = new OutageFinder(intervalsOf(city));
  const outages = new Set<Outage>();
  const faults: string[] = [];
  let rows = 0;
  let firstReceivedAt: EpochMs | null = null;
  for await (const reading of city.readings((sentence) => faults.push(sentence))) {
    if (reading.receivedAt >= (until ?? Infinity)) break;
    if (reading.receivedAt < (from ?? -Infinity)) continue;
    rows += 1;
    firstReceivedAt ??= reading.receivedAt;
    const outage = finder.take(reading);
    if (outage !== null) outages.add(outage);
  }
  if (faults.length > FAULTS_TOLD)
    faults.splice(FAULTS_TOLD, Infinity, `And ${String(faults.length - FAULTS_TOLD)} more.`);
  if (faults.length > 0) throw new CityFaultError(faults);
  return { rows, firstReceivedAt, outages: [...outages].sort((a, b) => a.from - b.from) };
}

export function intervalsOf({ stations }: RecordedCity): (station: StationId) => number {
  const intervals = new Map(stations.map(({ id, intervalMs }) => [id, intervalMs]));
  return (station) => intervals.get(station) ?? 0;
}
