import type { PayloadOf } from '@clearwell/contracts';
import { DAY, type EpochMs, type Station } from '@clearwell/water-quality';
import { toWire, type KeptReading, type Sample } from './kept-reading.ts';
import type { Link } from './link.ts';
import type { Cursor, LoggerState, ReadingStore } from './reading-store.ts';
import { slotAfter, slotsBetween, type Rhythm } from './slots.ts';

export const FIRMWARE = 'clearwell-sim/0.1.0';

/** Readings of one message at most, as a logger with little memory sends them. */
export const MAX_READINGS = 288;
/** Messages on the way at most; one place is left for what is sampled while the memory is being emptied. */
const IN_FLIGHT = 4;
const IN_FLIGHT_FROM_MEMORY = IN_FLIGHT - 1;
const MEMORY = 7 * DAY;
const PRUNE_EVERY = 144;
const NOTHING: Cursor = { boot: -1, seq: -1 };

/** What a logger needs of the world around it. */
export interface LoggerSurroundings {
  readonly rhythm: Rhythm;
  readonly store: ReadingStore;
  readonly link: Link;
  readonly now: () => EpochMs;
  /** Reads the probes: once, unless a fault makes the logger do it again. */
  readonly sample: (at: EpochMs) => readonly Sample[];
  /** How often a reading sampled now is sent. */
  readonly copies: (at: EpochMs) => number;
  readonly onAcknowledged: (readings: number) => void;
  readonly onUp: () => void;
  readonly onDown: () => void;
  readonly say: (sentence: string) => void;
}

/**
 * A station in software. Every reading goes to the store first, then on the way, and counts as delivered at PUBACK only.
 * It was `live` if it was sent as it was sampled; all else comes from memory and is marked historical.
 */
export class DataLogger {
  readonly station: Station;
  readonly #around: LoggerSurroundings;
  #state: LoggerState = { boot: 1, seq: 0, sampledAt: null };
  /** Sampled before the first connection stood: still sent live as soon as it does. */
  #fresh: readonly KeptReading[] = [];
  #inFlight = 0;
  #halted = false;
  readonly #onTheWay = new Set<string>();
  /** Up to where the memory has been sent over this connection. */
  #cursor = NOTHING;

  constructor(station: Station, around: LoggerSurroundings) {
    this.station = station;
    this.#around = around;
  }

  /** Goes on where it stopped: samples the slots missed since then, at most `reach` ms back. Returns what waits to be sent. */
  resume(reach: number): number {
    const { store, rhythm, now, say } = this.#around;
    this.#state = store.stateOf(this.station.id);
    const { boot, sampledAt } = this.#state;
    if (sampledAt !== null && sampledAt > now() + rhythm.interval) {
      say(`its memory is ahead of the clock by ${Math.round((sampledAt - now()) / 60_000)} min; it starts a new count`);
      this.#state = { boot: boot + 1, seq: 0, sampledAt: slotAfter(rhythm, now() - 2 * rhythm.interval) };
    }
    this.#sampleSince(Math.max(this.#state.sampledAt ?? -Infinity, now() - Math.max(reach, rhythm.interval)));
    return store.countPending(this.station.id);
  }

  connect(delay: number): void {
    const { link, say } = this.#around;
    link.start(
      {
        onUp: () => this.#up(),
        onDown: () => this.#down(),
        onCommand: (command) => this.#resend(command),
        onTrouble: say,
      },
      delay,
    );
  }

  /** Samples every slot that is due. Returns when the next one is. */
  sampleDue(): EpochMs {
    const { rhythm, now } = this.#around;
    this.#sampleSince(this.#state.sampledAt ?? now() - rhythm.interval);
    return this.nextSlot();
  }

  nextSlot(): EpochMs {
    const { rhythm, now } = this.#around;
    return slotAfter(rhythm, this.#state.sampledAt ?? now());
  }

  /** The power was lost and is back: it counts from 1 again, under the next `boot`. */
  reboot(): void {
    this.#state = { ...this.#state, boot: this.#state.boot + 1, seq: 0 };
    this.#around.store.setState(this.station.id, this.#state);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Takes nothing more out of memory; what is on the way may still be acknowledged. */
  halt(): void {
    this.#halted = true;
  }

  disconnect(): Promise<void> {
    return this.#around.link.stop(this.#status(false));
  }

  #sampleSince(since: EpochMs): void {
    const { store, rhythm, now, sample, link } = this.#around;
    const { boot, seq } = this.#state;
    const slots = slotsBetween(rhythm, since, now());
    const newest = slots.at(-1);
    if (newest === undefined) return;
    const samples = slots.map((at) => sample(at));
    const readings = samples.flat().map((one, index) => ({ boot, seq: seq + index + 1, ...one }));
    // The slot, not the time in the reading: a clock that is wrong must not lose or repeat one.
    this.#state = { boot, seq: seq + readings.length, sampledAt: newest };
    store.keep(this.station.id, readings, this.#state);
    if (Math.floor(this.#state.seq / PRUNE_EVERY) > Math.floor(seq / PRUNE_EVERY))
      store.prune(this.station.id, newest - MEMORY);
    this.#fresh = link.state === 'lost' ? [] : readings.slice(-(samples.at(-1)?.length ?? 0));
    if (link.state === 'up') this.#send();
  }

  #up(): void {
    this.#around.link.publish('status', this.#status(true), () => undefined, true);
    this.#around.onUp();
    this.#send();
  }

  #down(): void {
    this.#inFlight = 0;
    this.#onTheWay.clear();
    this.#cursor = NOTHING;
    this.#fresh = [];
    this.#around.onDown();
  }

  #send(): void {
    if (this.#halted) return;
    for (const reading of this.#fresh) if (this.#inFlight < IN_FLIGHT) this.#sendLive(reading);
    this.#fresh = [];
    while (this.#inFlight < IN_FLIGHT_FROM_MEMORY) {
      const batch = this.#takeFromMemory();
      if (batch.length === 0) return;
      this.#publish(batch, JSON.stringify({ readings: batch.map((reading) => toWire(reading, true)) }));
    }
  }

  #sendLive(reading: KeptReading): void {
    const payload = JSON.stringify(toWire(reading, false));
    for (let copy = this.#around.copies(reading.sampledAt); copy > 0; copy -= 1) this.#publish([reading], payload);
  }

  #takeFromMemory(): KeptReading[] {
    const rows = this.#around.store.pending(this.station.id, this.#cursor, MAX_READINGS);
    this.#cursor = rows.at(-1) ?? this.#cursor;
    return rows.filter((row) => !this.#onTheWay.has(nameOf(row)));
  }

  #publish(readings: readonly KeptReading[], payload: string): void {
    for (const reading of readings) this.#onTheWay.add(nameOf(reading));
    this.#inFlight += 1;
    this.#around.link.publish('readings', payload, () => {
      this.#inFlight -= 1;
      for (const reading of readings) this.#onTheWay.delete(nameOf(reading));
      const first = this.#around.store.acknowledge(this.station.id, readings);
      this.#around.onAcknowledged(first);
      this.#send();
    });
  }

  #resend(command: PayloadOf<'commands'>): void {
    const count = this.#around.store.reoffer(this.station.id, command);
    this.#around.say(`is asked for readings ${command.fromSeq} to ${command.toSeq} again and has ${count}`);
    this.#cursor = NOTHING;
    this.#send();
  }

  #status(online: boolean): string {
    return JSON.stringify({ online, at: this.#around.now(), firmware: FIRMWARE, boot: this.#state.boot });
  }
}

const nameOf = ({ boot, seq }: Cursor): string => `${boot}/${seq}`;
