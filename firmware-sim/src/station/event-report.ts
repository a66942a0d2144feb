import type { Station } from '@clearwell/water-quality';
import type { StationEvent } from '../scenarios/scenario.ts';
import type { LoggerLink } from './link.ts';
import type { ReadingStore } from './reading-store.ts';

/** Messages on the way at most. */
const IN_FLIGHT = 4;

/** What a station has to say of itself: kept until it is acknowledged, as readings are, and sent in the order of time. */
export class EventReport {
  readonly #station: Station;
  readonly #store: ReadingStore;
  readonly #link: LoggerLink;
  readonly #onTheWay = new Set<string>();
  /** False while the store holds nothing to send, so that not every reading asks it. */
  #waiting = true;

  constructor(station: Station, store: ReadingStore, link: LoggerLink) {
    this.#station = station;
    this.#store = store;
    this.#link = link;
  }

  get inFlight(): number {
    return this.#onTheWay.size;
  }

  /** Takes an event once, however often it is told. */
  note(events: readonly StationEvent[]): void {
    if (events.length === 0) return;
    this.#store.keepEvents(this.#station.id, events);
    this.#waiting = true;
    this.send();
  }

  send(): void {
    if (!this.#waiting || this.#link.state !== 'up') return;
    const pending = this.#store.pendingEvents(this.#station.id);
    this.#waiting = pending.length > 0;
    for (const event of pending) {
      if (this.#onTheWay.size >= IN_FLIGHT) return;
      if (!this.#onTheWay.has(nameOf(event))) this.#publish(event);
    }
  }

  /** The connection is gone: what was on the way has to be sent again. */
  forgetTheWay(): void {
    this.#onTheWay.clear();
  }

  #publish(event: StationEvent): void {
    this.#onTheWay.add(nameOf(event));
    this.#link.publish('events', JSON.stringify(event), () => {
      this.#onTheWay.delete(nameOf(event));
      this.#store.acknowledgeEvent(this.#station.id, event);
      this.send();
    });
  }
}

const nameOf = ({ at, kind, state }: StationEvent): string => `${at} ${kind} ${state}`;
