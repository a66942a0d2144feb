import type { RecordedReading } from '@clearwell/recorded-city';
import { MINUTE, type EpochMs, type StationId } from '@clearwell/water-quality';

/** A time in which a station's readings were held back, and what came of them at its end. */
export interface Outage {
  readonly station: StationId;
  /** When the first of these readings was sampled. */
  readonly from: EpochMs;
  /** When the first of them arrived. */
  readonly until: EpochMs;
  /** How many arrived one upon the other. */
  readonly rows: number;
}

interface OpenOutage extends Outage {
  rows: number;
  lastReceivedAt: EpochMs;
  lastSampledAt: EpochMs;
}

/** So many intervals without a word are no slow message any more: a server then shows the station as stale. */
const MISSED = 2;
/** A logger empties its memory without long pauses. */
const PAUSE = MINUTE;

/**
 * Finds what a file says of the links: readings that arrived more than two intervals late, with nothing of the station
 * in between, were held back. A late one among others in time was only slow. Takes the readings in the order they arrived.
 */
export class OutageFinder {
  readonly #intervalOf: (station: StationId) => number;
  readonly #lastArrival = new Map<StationId, EpochMs>();
  readonly #open = new Map<StationId, OpenOutage>();

  constructor(intervalOf: (station: StationId) => number) {
    this.#intervalOf = intervalOf;
  }

  /** The outage this reading was held back by, as far as it is known; null for any other. */
  take(reading: RecordedReading): Outage | null {
    const { station, receivedAt } = reading;
    const outage = this.#join(reading) ?? this.#begin(reading);
    this.#lastArrival.set(station, receivedAt);
    if (outage === null) this.#open.delete(station);
    else this.#open.set(station, outage);
    return outage;
  }

  #join({ station, sampledAt, receivedAt }: RecordedReading): OpenOutage | null {
    const open = this.#open.get(station);
    if (open === undefined) return null;
    if (receivedAt - open.lastReceivedAt > PAUSE || sampledAt > open.until || sampledAt < open.lastSampledAt)
      return null;
    open.rows += 1;
    open.lastReceivedAt = receivedAt;
    open.lastSampledAt = sampledAt;
    return open;
  }

  #begin({ station, sampledAt, receivedAt }: RecordedReading): OpenOutage | null {
    if (receivedAt - sampledAt <= MISSED * this.#intervalOf(station)) return null;
    if ((this.#lastArrival.get(station) ?? -Infinity) >= sampledAt) return null;
    const ends = { lastReceivedAt: receivedAt, lastSampledAt: sampledAt };
    return { station, from: sampledAt, until: receivedAt, rows: 1, ...ends };
  }
}
