import type { RecordedReading, WorkedAt } from '@clearwell/recorded-city';
import type { EpochMs, StationId } from '@clearwell/water-quality';
import { MAX_READINGS } from '../station/data-logger.ts';
import { OutageFinder, type Outage } from './outages.ts';

/** One message of a station, with the readings in it. */
export interface Message {
  readonly readings: readonly RecordedReading[];
  readonly payload: string;
  /** Held back, and sent together. */
  readonly isBatch: boolean;
}

/** What a replay does at an instant of its clock. */
export interface Step {
  readonly at: EpochMs;
  readonly station: StationId;
  readonly act: 'cut' | 'restore' | Message;
}

/**
 * The replay of a file, in the order of time: a link is cut where readings were held back, is restored as the first of
 * them arrived, and the message follows when its last one had. Every other reading is a message of its own.
 */
export async function* planSteps(
  readings: AsyncIterable<RecordedReading>,
  outages: readonly Outage[],
  intervalOf: (station: StationId) => number,
  worked: WorkedAt = () => [],
): AsyncGenerator<Step> {
  const turns = turnsOf(outages);
  const sizes = new Map(outages.map((outage) => [nameOf(outage), outage.rows]));
  const finder = new OutageFinder(intervalOf);
  const batches = new Map<StationId, RecordedReading[]>();
  let turn = 0;
  for await (const reading of readings) {
    const { station, receivedAt: at, sampledAt } = reading;
    for (let next = turns[turn]; next !== undefined && next.at <= at; next = turns[++turn]) yield next;
    const outage = finder.take(reading);
    if (outage === null) {
      const isLate = at - sampledAt > intervalOf(station);
      yield {
        at,
        station,
        act: { readings: [reading], payload: JSON.stringify(toWire(reading, isLate, worked)), isBatch: false },
      };
      continue;
    }
    const batch = [...(batches.get(station) ?? []), reading];
    const isFull = batch.length === MAX_READINGS || outage.rows === sizes.get(nameOf(outage));
    batches.set(station, isFull ? [] : batch);
    if (isFull) yield { at, station, act: batchOf(batch, worked) };
  }
}

/** Cuts and restorations; those of one instant in the order of the outages. */
const turnsOf = (outages: readonly Outage[]): Step[] =>
  outages
    .flatMap(({ station, from, until }): Step[] => [
      { at: from, station, act: 'cut' },
      { at: until, station, act: 'restore' },
    ])
    .sort((a, b) => a.at - b.at);

const nameOf = ({ station, from }: Outage): string => `${station} ${String(from)}`;

const batchOf = (readings: readonly RecordedReading[], worked: WorkedAt): Message => ({
  readings,
  payload: JSON.stringify({ readings: readings.map((reading) => toWire(reading, true, worked)) }),
  isBatch: true,
});

/** The file has neither `boot` nor `seq`, so none are sent. What was sampled while somebody worked at a probe is marked so. */
function toWire({ station, sampledAt, values }: RecordedReading, historical: boolean, worked: WorkedAt): object {
  const channels = worked(station, sampledAt);
  const marks = Object.fromEntries(channels.map((key) => [key, 'C']));
  return { sampledAt, ...(historical && { historical }), values, ...(channels.length > 0 && { marks }) };
}
