import type { EpochMs, StationId } from '@clearwell/water-quality';
import type { StationEvent } from './station-event.ts';

/** Events as they are known now: by station, in order of start. */
export class EventBook {
  readonly #events = new Map<StationId, StationEvent[]>();

  /** Adds an event, or replaces what was known of it. */
  put(event: StationEvent): void {
    const own = this.#events.get(event.station) ?? [];
    let place = own.length;
    while (place > 0 && (own[place - 1]?.start ?? NaN) >= event.start) place--;
    own.splice(place, own[place]?.start === event.start ? 1 : 0, event);
    this.#events.set(event.station, own);
  }

  remove({ station, start }: Pick<StationEvent, 'station' | 'start'>): void {
    const left = this.#events.get(station)?.filter((event) => event.start !== start);
    if (left !== undefined) this.#events.set(station, left);
  }

  /** Of a station, those that start in a span, newest first. */
  *between(station: StationId, from: EpochMs, to: EpochMs): Generator<StationEvent> {
    const own = this.#events.get(station) ?? [];
    for (let i = own.length - 1; i >= 0; i--) {
      const event = own[i];
      if (event === undefined || event.start < from) return;
      if (event.start <= to) yield event;
    }
  }

  *all(): Generator<StationEvent> {
    for (const own of this.#events.values()) yield* own;
  }

  /** Those that ended before are too old to agree with anything that comes. */
  forget(before: EpochMs): void {
    for (const [station, own] of this.#events) {
      const left = own.filter(({ until }) => until >= before);
      if (left.length === 0) this.#events.delete(station);
      else if (left.length < own.length) this.#events.set(station, left);
    }
  }
}
